// Forms: show a password, say that something is being sent, go to what is wrong, fill the zone.
import { icon, make } from "./dom.js";

export function startForms() {
  for (const box of document.querySelectorAll("[data-password]")) addEye(box);
  for (const field of document.querySelectorAll('input[type="hidden"][name="time_zone"]')) {
    field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
  document.querySelector("[data-form-errors]")?.focus();
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    // Not disabled: its name and value must still be sent, and a second press changes nothing.
    const button = event.submitter;
    if (button?.classList.contains("is-busy")) event.preventDefault();
    button?.classList.add("is-busy");
  });
  // Back from the next page shows this one as it was left.
  addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll(".is-busy")) button.classList.remove("is-busy");
  });
}

function addEye(box) {
  const field = box.querySelector("input");
  if (!field) return;
  const words = make("span", { class: "sr-only" }, "Show password");
  const button = make(
    "button",
    { type: "button", class: "btn-icon", "aria-pressed": "false" },
    icon("eye"),
    words,
  );
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    button.replaceChild(icon(shown ? "eye" : "eye-off"), button.firstChild);
  });
  box.append(button);
}
