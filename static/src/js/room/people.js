// The people panel: who is in the call; for the mentor also who waits, who is missing, and the door.

import { all, el, face, find, icon } from "./dom.js";
import { WAITING, admitButtons } from "./waiting.js";

const REDRAW_ON = ["peer-joined", "peer-left", "peer-away", "peer-resumed", "presence", "flags"];

export class People {
  constructor(room) {
    this.room = room;
    this.root = find("[data-people]");
    this.host = room.config.role === "mentor";
    this.roster = [];
    room.panels.add({
      name: "people",
      root: this.root,
      opener: find("[data-people-open]"),
      opened: () => find("[data-close]", this.root).focus(),
    });
    for (const type of REDRAW_ON) room.line.on(type, () => queueMicrotask(() => this.draw()));
    room.onInside(() => this.draw());
    if (this.host) this.#keepDoor();
  }

  #keepDoor() {
    const { line } = this.room;
    line.on("lobby", ({ people }) => {
      this.roster = people;
      this.draw();
      this.#knocks();
    });
    for (const type of ["welcome", "admitted"]) line.on(type, ({ house }) => this.#house(house));
    line.on("house", (house) => this.#house(house));
    for (const input of all("[data-auto-admit]")) {
      input.onchange = () => line.insist("auto-admit", { on: input.checked });
    }
    find("[data-lock]", this.root).onchange = ({ target }) => line.insist("lock", { on: target.checked });
    find("[data-mute-all]", this.root).onclick = () => {
      line.send("mute-req");
      this.room.say("Asked everybody to mute.");
    };
    for (const button of all("[data-admit-all]")) button.onclick = () => line.send("admit");
    find("[data-knock-see]").onclick = () => this.room.panels.open("people");
  }

  #house({ locked, auto_admit: free }) {
    for (const input of all("[data-auto-admit]")) input.checked = free;
    find("[data-lock]", this.root).checked = locked;
  }

  #waiting() {
    return this.roster.filter((person) => person.waiting && !person.let_in);
  }

  /** Tell the mentor in the call that somebody is at the door. */
  #knocks() {
    const waiting = this.room.inside ? this.#waiting() : [];
    const bar = find("[data-knock]");
    bar.hidden = !waiting.length;
    const names = waiting.map((person) => person.name).join(", ");
    const words = waiting.length > 1 ? `${names} wait at the door.` : `${names} waits at the door.`;
    const text = find("[data-knock-text]", bar);
    if (waiting.length && text.textContent !== words) text.textContent = words;
    this.room.panels.badge("people", waiting.length, `People, ${waiting.length} waiting`, "People");
  }

  draw() {
    if (!this.room.inside) return;
    const people = [...this.room.call.people.values()].map(({ card }) => card);
    const me = { ...this.room.config.me, flags: this.room.media.flags, role: this.room.config.role, mine: true };
    find("[data-people-count]", this.root).textContent = String(people.length + 1);
    const focus = this.root.contains(document.activeElement) && document.activeElement.dataset.key;
    find("[data-people-in]", this.root).replaceChildren(...[me, ...people].map((one) => this.#inside(one)));
    if (this.host) this.#drawDoor();
    if (focus) all("[data-key]", this.root).find((button) => button.dataset.key === focus)?.focus();
  }

  #drawDoor() {
    const waiting = this.#waiting();
    const missing = this.roster.filter((one) => one.role === "learner" && !one.inside && !one.waiting);
    find("[data-people-waiting-part]", this.root).hidden = !waiting.length;
    find("[data-people-missing-part]", this.root).hidden = !missing.length;
    find("[data-people-waiting]", this.root).replaceChildren(
      ...waiting.map((one) => {
        const item = row(one, WAITING[one.waiting]?.short ?? "Waits");
        item.append(admitButtons(one, this.room.line));
        return item;
      }),
    );
    const words = (one) => (one.check === "failed" ? "Not here yet; their device check failed" : "Not here yet");
    find("[data-people-missing]", this.root).replaceChildren(...missing.map((one) => row(one, words(one))));
  }

  #inside(person) {
    const sends = [
      person.role === "mentor" ? "Mentor" : "Learner",
      person.away ? "connection lost" : "",
      person.flags.mic ? "" : "muted",
      person.flags.screen ? "shares the screen" : person.flags.cam ? "" : "no camera",
    ];
    const name = person.mine ? { ...person, name: `${person.name} (you)` } : person;
    const item = row(name, sends.filter(Boolean).join(", "));
    if (this.host && !person.mine && this.room.stage.host) item.append(this.#hostButtons(person));
    return item;
  }

  #hostButtons(person) {
    const group = el("span", "people-acts");
    const host = this.room.stage.host;
    if (person.flags.mic) group.append(act("mic-off", `Ask ${person.name} to mute`, person, () => host.mute(person.pid)));
    group.append(act("user-x", `Remove ${person.name}`, person, () => host.kick(person.pid, person.name)));
    return group;
  }
}

function act(sign, words, person, fn) {
  const button = el("button", "btn-icon");
  button.type = "button";
  button.title = words;
  button.setAttribute("aria-label", words);
  button.dataset.key = `${sign}-${person.pid}`;
  button.append(icon(sign));
  button.onclick = fn;
  return button;
}

function row(person, words) {
  const item = el("li", "people-row");
  const who = el("span", "people-who");
  who.append(el("span", "people-name", person.name), el("span", "people-words", words));
  item.append(face(person), who);
  return item;
}
