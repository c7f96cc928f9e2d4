// How strong the password is that is being typed: a bar, and the same in words. A hint only; the server decides.
import { make } from "../site/dom.js";

const WORDS = ["Very easy to guess", "Easy to guess", "Could be stronger", "Strong", "Very strong"];
const SHORTEST = 10;
const PAUSE = 300;

export function startStrength() {
  const box = document.querySelector("[data-strength]");
  const field = document.querySelector('input[name="password"]');
  if (!box || !field) return;
  const bar = make("div", { class: "strength-bar", "aria-hidden": "true" });
  const words = box.querySelector("[data-strength-words]");
  box.prepend(bar);
  let judge = null;
  let timer = 0;

  async function look() {
    const password = field.value;
    box.hidden = !password;
    if (!password) return;
    // The file comes once, when somebody begins to type.
    judge ??= import(box.dataset.strength).then((module) => module.judge);
    try {
      const { score, advice } = (await judge)(password, known());
      if (password === field.value) show(password.length < SHORTEST ? Math.min(score, 1) : score, advice);
    } catch {
      box.hidden = true; // without it the server still says what is wrong
    }
  }

  function show(score, advice) {
    box.dataset.score = score;
    const short = field.value.length < SHORTEST ? `At least ${SHORTEST} characters. ` : "";
    words.textContent = `${WORDS[score]}. ${short}${score < 3 ? advice : ""}`.trim();
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
}

/** What an attacker knows first: the name and the address of this person, in parts. */
function known() {
  const fields = document.querySelectorAll('input[name="name"], input[name="email"]');
  return [...fields].flatMap((field) => field.value.split(/[\s@.]+/)).filter(Boolean);
}
