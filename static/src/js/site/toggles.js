// Save, follow: form[data-toggle] works by itself; here it is sent without leaving the page. The field
// `on` holds what is wanted, so that a second press never undoes what another tab did. The hearts of
// cards share one form: each is a button with an address and an `on` of its own.
import { say } from "./dom.js";
import { toast } from "./toasts.js";

export function startToggles() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-toggle]") || event.defaultPrevented) return;
    event.preventDefault();
    const own = event.submitter?.name === "on" ? event.submitter : null;
    send(form, own ?? form.querySelector("[aria-pressed]"), own ?? form.elements.on);
  });
}

async function send(form, button, field) {
  if (button.dataset.busy) return;
  button.dataset.busy = "1";
  const wanted = field.value === "1";
  const body = new FormData(form);
  body.set("on", field.value);
  show(button, field, wanted);
  try {
    const address = button.getAttribute("formaction") ?? form.action;
    const answer = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(String(answer.status));
    say(wanted ? button.dataset.on : `${button.dataset.off}: off`);
  } catch {
    show(button, field, !wanted);
    toast({ text: "That did not get through. Check your connection and press again.", kind: "error" });
  } finally {
    delete button.dataset.busy;
  }
}

function show(button, field, on) {
  field.value = on ? "0" : "1";
  button.setAttribute("aria-pressed", String(on));
  const label = button.querySelector("[data-toggle-label]");
  if (label) label.textContent = on ? button.dataset.on : button.dataset.off;
}
