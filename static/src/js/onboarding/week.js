// The week of a mentor: hours taken away with one press, and Monday's carried over to the other working days.
import { iconButton, make, say } from "../site/dom.js";

export function startWeek() {
  const days = [...document.querySelectorAll("[data-day]")];
  for (const row of document.querySelectorAll("[data-row]")) addClear(row);
  if (days.length) addCopy(days);
}

function times(scope) {
  return [...scope.querySelectorAll('input[type="time"]')];
}

function addClear(row) {
  const [from, to] = times(row);
  const day = row.closest("[data-day]").querySelector("legend").textContent.trim();
  const button = iconButton("x", `Remove these hours on ${day}`);
  const allow = () => (button.hidden = !from.value && !to.value);
  button.addEventListener("click", () => {
    from.value = to.value = "";
    allow();
    from.focus();
    say(`Hours on ${day} removed`);
  });
  row.addEventListener("input", allow);
  row.append(button);
  allow();
}

function addCopy(days) {
  const button = make("button", { type: "button", class: "btn btn-quiet btn-small" }, "Same on Tuesday to Friday");
  button.addEventListener("click", () => {
    const monday = times(days[0]);
    for (const day of days.slice(1, 5)) {
      times(day).forEach((field, place) => (field.value = monday[place].value));
      for (const row of day.querySelectorAll("[data-row]")) row.dispatchEvent(new Event("input"));
      const more = day.querySelector("details");
      more.open = times(more).some((field) => field.value);
    }
    say("Monday’s hours copied to Tuesday, Wednesday, Thursday and Friday");
  });
  days[0].append(button);
}
