// Captions: what somebody says as text, heard by their own browser and shown to who wants to read.
//
// The maker of the browser may process the voice on its servers: whoever turns "Caption what I say"
// on was told so. It is never on by itself, and never listens while the microphone is muted.

import { control, el, find, tell } from "./dom.js";
import { keep, recall } from "./memory.js";

const KEY = "room-captions";
const LONGEST = 300;
const LINES = 3;
const SHOWN_MS = 8000;
const SEND_EVERY = 800;
const REFUSED = new Set(["not-allowed", "service-not-allowed", "language-not-supported"]);

export class Captions {
  #heard = null;
  #number = 0;
  #sent = 0;
  #lines = new Map();
  #told = false;

  constructor(room) {
    this.room = room;
    this.shown = recall(KEY, false) === true;
    this.speaking = false;
    this.root = find("[data-captions]");
    this.button = find("[data-captions-show]");
    this.switch = find("[data-caption-me]");
    this.button.onclick = () => this.show(!this.shown);
    const can = Boolean(globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition);
    this.switch.disabled = !can;
    tell(find("[data-caption-cannot]"), can ? "" : "This browser cannot turn speech into text.");
    this.switch.onchange = () => this.speak(this.switch.checked);
    room.line.on("caption", (message) => this.#take(message));
    this.#draw();
  }

  /** Show captions, or not, from now on and in the next session. */
  show(on) {
    this.shown = on;
    keep(KEY, on);
    this.#draw();
    if (on && !this.#told) this.room.say("Captions show here once somebody turns on “Caption what I say” in Settings.");
  }

  #draw() {
    const words = this.shown ? "Hide captions" : "Show captions";
    control(this.button, { name: "captions", words, pressed: this.shown });
    this.root.hidden = !this.shown;
  }

  #take({ pid, n, text, final }) {
    const { room } = this;
    const first = !this.#told;
    this.#told = true;
    if (!this.shown) {
      if (first && pid !== room.pid) room.say("There are captions. Turn them on under More.");
      return;
    }
    const key = `${pid} ${n}`;
    const line = this.#lines.get(key) ?? this.#line(pid);
    this.#lines.set(key, line);
    find(".caption-text", line.item).textContent = text;
    line.item.classList.toggle("is-draft", !final);
    clearTimeout(line.timer);
    line.timer = setTimeout(() => this.#drop(key), SHOWN_MS);
    while (this.#lines.size > LINES) this.#drop(this.#lines.keys().next().value);
  }

  #line(pid) {
    const { room } = this;
    const name = pid === room.pid ? room.config.me.name : (room.call.people.get(pid)?.card.name ?? "");
    const item = el("p", "caption");
    item.append(el("span", "caption-who", name), " ", el("span", "caption-text"));
    this.root.append(item);
    return { item, timer: 0 };
  }

  #drop(key) {
    const line = this.#lines.get(key);
    clearTimeout(line?.timer);
    line?.item.remove();
    this.#lines.delete(key);
  }

  /** Turn one's own speech into text for the others, or stop. */
  speak(on) {
    this.speaking = on;
    this.switch.checked = on;
    this.media();
  }

  /** Listen exactly while it is wanted and the microphone is on. */
  media() {
    const on = this.speaking && this.room.inside && this.room.media.micOn;
    if (on && !this.#heard) this.#listen();
    else if (!on && this.#heard) this.#hush();
  }

  #listen() {
    const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
    const heard = new Recognition();
    Object.assign(heard, { continuous: true, interimResults: true, lang: navigator.language });
    heard.onresult = (event) => this.#result(event);
    heard.onerror = ({ error }) => {
      if (!REFUSED.has(error)) return;
      this.room.say("Your browser does not turn your speech into text here. Captions of you are off.");
      this.speak(false);
    };
    // Browsers stop by themselves after a silence.
    heard.onend = () => {
      if (this.#heard !== heard) return;
      this.#heard = null;
      setTimeout(() => this.media(), 500);
    };
    this.#heard = heard;
    heard.start();
  }

  #hush() {
    const heard = this.#heard;
    this.#heard = null;
    heard.onresult = heard.onerror = heard.onend = null;
    heard.abort();
  }

  #result({ resultIndex, results }) {
    let draft = "";
    for (const result of [...results].slice(resultIndex)) {
      const text = result[0].transcript.trim();
      if (!result.isFinal) {
        draft = `${draft} ${text}`.trim();
        continue;
      }
      for (let at = 0; at < text.length; at += LONGEST) this.#send(text.slice(at, at + LONGEST), true);
      draft = "";
    }
    if (draft && performance.now() - this.#sent > SEND_EVERY) this.#send(draft.slice(-LONGEST), false);
  }

  #send(text, final) {
    this.#sent = performance.now();
    this.room.line.send("caption", { n: this.#number, text, final });
    if (final) this.#number += 1;
  }

  close() {
    this.speak(false);
    for (const key of [...this.#lines.keys()]) this.#drop(key);
  }
}
