// After the session: stars, a comment, and on to the dashboard.

import { post } from "./api.js";
import { find, tell } from "./dom.js";
import { span } from "./timer.js";

/** Wire the rating form, where the person may rate. */
export function after(config) {
  const form = find("[data-feedback]");
  if (!form) return;
  const problem = find("[data-feedback-problem]", form);
  form.onsubmit = async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const rating = Number(data.get("rating"));
    if (!rating) {
      tell(problem, "Choose one to five stars first.");
      find("input[name=rating]", form).focus();
      return;
    }
    const button = find("button[type=submit]", form);
    button.disabled = true;
    try {
      await post(config.feedback, { booking: config.booking, rating, comment: data.get("comment"), scores: scores(data) });
      location.assign(config.home);
    } catch (error) {
      tell(problem, error.message);
      button.disabled = false;
    }
  };
}

/** The parts of the rating that were chosen. */
function scores(data) {
  const chosen = ["clarity", "preparation", "listening"].filter((name) => data.get(name));
  return Object.fromEntries(chosen.map((name) => [name, Number(data.get(name))]));
}

/** Say how long it was, and what became of it. */
export function tellLength(ms, cancelled) {
  if (ms > 0) tell(find("[data-after-length]"), `Your session lasted ${span(ms)}.`);
  if (!cancelled) return;
  find("[data-after-title]").textContent = "This session was cancelled";
  tell(find("[data-after-text]"), "Nothing is charged for it. Your bookings tell what happens next.");
  // Neither is open for what was not taught.
  for (const part of ["feedback", "after-tip"]) find(`[data-${part}]`)?.remove();
}
