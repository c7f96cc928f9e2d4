// Save, follow: form[data-toggle] works by itself; here it is sent without leaving the page. The field
// `on` holds what is wanted, so that a second press never undoes what another tab did.
import { say } from "./dom.js";
import { toast } from "./toasts.js";

export function startToggles() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-toggle]") || event.defaultPrevented) return;
    event.preventDefault();
    send(form);
  });
}

async function send(form) {
  const button = form.querySelector("[aria-pressed]");
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const wanted = form.elements.on.value === "1";
  const body = new FormData(form);
  show(form, button, wanted);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(String(answer.status));
    say(wanted ? button.dataset.on : `${button.dataset.off}: off`);
    document.dispatchEvent(new CustomEvent("peerlearn:toggled", { detail: { form, on: wanted } }));
  } catch {
    show(form, button, !wanted);
    toast({ text: "That did not get through. Check your connection and press again.", kind: "error" });
  } finally {
    delete form.dataset.busy;
  }
}

function show(form, button, on) {
  form.elements.on.value = on ? "0" : "1";
  button.setAttribute("aria-pressed", String(on));
  const label = button.querySelector("[data-toggle-label]");
  if (!button.classList.contains("toggle-round")) label.textContent = on ? button.dataset.on : button.dataset.off;
}
