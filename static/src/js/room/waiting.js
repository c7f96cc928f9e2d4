// Waiting in the lobby: what is said to who waits, and what the mentor can do about it.

import { el } from "./dom.js";

export const WAITING = {
  early: { short: "In the lobby", long: ({ mentor, start }) => `${mentor} is not here yet. The class begins at ${start}; you come in when it does.` },
  soon: { short: "In the lobby", long: ({ mentor }) => `${mentor} is here. You come in when the class starts.` },
  late: { short: "In the lobby", long: late },
  asked: { short: "Waits for you to let them in", long: ({ mentor }) => `${mentor} lets people in one by one and sees that you wait.` },
  locked: { short: "Waits: the room is locked", long: ({ mentor }) => `The room is locked. ${mentor} sees that you wait and can let you in.` },
};

/** `out` is from when on one may leave, "" if the end comes first; `open` that this has come. */
function late({ mentor, start, out, open, paid }) {
  const words = [`${mentor} was to begin at ${start} and is not here yet.`];
  if (open) {
    words.push(paid ? "You need not wait any longer: leave now and all your money goes back." : "You need not wait any longer.");
  } else if (out) {
    words.push(paid ? `From ${out} on you can leave with all your money.` : `From ${out} on you can give your seat back.`);
  }
  if (paid) words.push("If the class does not take place by its end, the money goes back by itself.");
  return words.join(" ");
}

/** Make the two buttons by which the mentor decides about who waits. */
export function admitButtons(person, line) {
  const group = el("span", "admit-acts");
  group.append(
    button("Let in", "btn", person, () => line.send("admit", { to: person.pid })),
    button("Not now", "btn btn-quiet", person, () => line.insist("deny", { to: person.pid })),
  );
  return group;
}

function button(words, looks, person, fn) {
  const made = el("button", looks, words);
  made.type = "button";
  made.dataset.key = `${words}-${person.pid}`;
  made.setAttribute("aria-label", `${words}: ${person.name}`);
  made.onclick = fn;
  return made;
}
