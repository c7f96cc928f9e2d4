// Recording with everybody's consent: the mark that all see, the question, and the mentor's browser
// that records while the server says that it may.

import { canRecord, Recorder } from "./recorder.js";
import { find, tell } from "./dom.js";

const MARKS = { asked: "Asked to record", running: "Recording", paused: "Recording paused" };
const NEWS = {
  running: "This call is being recorded now.",
  paused: "The recording is paused.",
  stopped: "The recording has ended. You find it on the session's record page.",
  deleted: "The recording has ended. Nothing was kept.",
};

export class Recording {
  #rec = null;
  #recorder = null;
  #part = "";

  constructor(room) {
    this.room = room;
    this.mentor = room.config.role === "mentor";
    this.mark = find("[data-rec-mark]");
    this.item = find("[data-rec-item]");
    this.dialog = find("[data-rec-dialog]");
    this.news = find("[data-rec-news]");
    this.parts = Object.fromEntries(
      ["title", "text", "words", "yes", "no", "back", "ask", "stop", "close"].map((name) => [
        name,
        find(`[data-rec-${name}]`, this.dialog),
      ]),
    );
    room.line.on("rec", (message) => this.#heard(message));
    room.onInside(({ rec }) => this.#heard(rec ?? null));
    this.#buttons();
  }

  /** How many chunks of the part that runs are up. */
  get sent() {
    return this.#recorder?.sent ?? 0;
  }

  #buttons() {
    const { yes, no, back, ask, stop, close } = this.parts;
    const answer = (word) => () => {
      this.room.line.insist("rec-answer", { rec: this.#rec.rec, yes: word });
      this.dialog.close();
    };
    this.mark.onclick = () => this.#open(this.mark);
    this.item.hidden = this.mentor && !canRecord();
    this.item.onclick = () => this.#open(this.item);
    yes.onclick = answer(true);
    no.onclick = back.onclick = answer(false);
    close.onclick = () => this.dialog.close();
    if (!this.mentor) return;
    ask.onclick = () => {
      this.room.line.insist("rec-ask");
      this.dialog.close();
    };
    stop.onclick = () => this.#stop();
  }

  #stop() {
    this.dialog.close();
    this.#finish();
    this.room.line.insist("rec-stop");
  }

  /** End the part that runs; what is recorded of it goes on being sent. */
  #finish(how) {
    this.#recorder?.finish(how);
    this.#recorder = null;
  }

  #heard(rec) {
    const before = this.#rec;
    // News may overtake each other on their way through several processes.
    if (rec && before && rec.rec === before.rec && rec.rev < before.rev) return;
    const open = rec && rec.state in MARKS;
    this.#rec = open ? rec : null;
    this.#record(!open);
    this.#draw();
    const state = rec?.state ?? "";
    if (state !== (before?.state ?? "")) {
      this.news.textContent = NEWS[state] ?? "";
      if (NEWS[state]) this.room.say(NEWS[state]);
    }
    const asked = open && !rec.mine && !(before?.rec === rec.rec && before.asks === rec.asks && !before.mine);
    if (asked) this.#open(this.mark);
    else if (this.dialog.open) this.#fill();
  }

  /** Record exactly while the server lets this page; at the `end` everybody had agreed until now. */
  #record(end) {
    const { state, recorder, part, rec } = this.#rec ?? {};
    const mine = state === "running" && recorder === this.room.pid;
    const wanted = `${rec}-${part}`;
    if (!(mine && wanted === this.#part)) this.#finish({ whole: end });
    if (!mine || this.#recorder || wanted === this.#part) return;
    this.#part = wanted;
    const made = new Recorder({
      room: this.room,
      url: (number) => `/api/recordings/${rec}/parts/${part}/chunks/${number}/`,
      failed: (words) => {
        this.room.say(words);
        // Another part may run by now.
        if (this.#recorder !== made) return;
        this.#recorder = null;
        this.room.line.insist("rec-stop");
      },
    });
    this.#recorder = made;
  }

  #draw() {
    const rec = this.#rec;
    this.mark.hidden = !rec;
    find("[data-rec-state]", this.mark).textContent = rec ? MARKS[rec.state] : "";
    this.mark.dataset.state = rec?.state ?? "";
    this.item.hidden = this.mentor ? !canRecord() : !rec;
    find("[data-label]", this.item).textContent = rec || !this.mentor ? "Recording" : "Record";
    if (!rec && this.dialog.open) this.dialog.close();
  }

  #open(opener) {
    this.opener = opener;
    this.#fill();
    // Never on a button: whoever is typing must not agree by accident.
    if (!this.dialog.open) this.dialog.showModal();
    this.parts.title.focus();
  }

  #fill() {
    const rec = this.#rec;
    const { title, text, words, yes, no, back, ask, stop } = this.parts;
    const said = rec?.mine ?? "";
    const asked = Boolean(rec) && !said;
    title.textContent = heading(rec, this.mentor);
    tell(text, this.#counts());
    words.hidden = Boolean(rec) && !asked;
    yes.hidden = no.hidden = !asked || this.mentor;
    back.hidden = said !== "yes" || this.mentor;
    if (!this.mentor) return;
    ask.hidden = Boolean(rec) && !rec.refused && said === "yes";
    find("[data-label]", ask).textContent = rec ? "Ask again" : "Ask everybody";
    stop.hidden = !rec;
  }

  #counts() {
    const rec = this.#rec;
    if (!rec) return "";
    const parts = [];
    if (rec.waiting) parts.push(`${people(rec.waiting)} still to answer.`);
    if (rec.refused) parts.push(`${people(rec.refused)} said no, so nothing is recorded while they are here.`);
    if (rec.state === "paused" && !parts.length) parts.push("It goes on when the mentor is back.");
    return parts.join(" ");
  }

  close() {
    this.#finish();
    if (this.dialog.open) this.dialog.close();
  }
}

function people(count) {
  return count === 1 ? "One person" : `${count} people`;
}

function heading(rec, mentor) {
  if (!rec) return "Record this session?";
  if (!rec.mine && !mentor) return "May this session be recorded?";
  if (rec.mine === "no") return "You said no to recording";
  return { asked: "Waiting for everybody's answer", running: "This session is being recorded" }[rec.state] ?? "The recording is paused";
}
