// Slides in step: the mentor turns, everybody sees the page the server says.

import { get, post, postForm, remove } from "./api.js";
import { el, find, tell } from "./dom.js";
import { focusBack } from "./panels.js";

const WAITING = "The slides are being prepared…";
const NONE = "No slides yet.";
const TURNS = {
  ArrowRight: 1,
  PageDown: 1,
  " ": 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  PageUp: -1,
  ArrowUp: -1,
};

export class Slides {
  #texts = new Map();
  deck = null;
  number = 1;

  constructor(room) {
    this.room = room;
    this.mentor = room.config.role === "mentor";
    this.root = find("[data-slides]");
    this.opener = find("[data-slides-open]");
    this.picture = find("[data-slides-picture]", this.root);
    this.note = find("[data-slides-note]", this.root);
    this.api = `/api/sessions/${room.config.session}/slides/`;
    room.surfaces.add({
      name: "slides",
      root: this.root,
      shown: () => this.opener.setAttribute("aria-pressed", "true"),
      hidden: () => this.opener.setAttribute("aria-pressed", "false"),
    });
    this.opener.onclick = () => this.#toggle();
    find("[data-slides-close]", this.root).onclick = () => this.#toggle();
    if (this.mentor) this.#host();
    room.line.on("surface", (state) => this.#follow(state));
    room.line.on("deck", ({ deck }) => this.#made(deck));
    room.onInside(({ surface }) => this.#follow(surface));
  }

  #host() {
    this.dialog = find("[data-slides-dialog]");
    this.problem = find("[data-slides-problem]", this.dialog);
    find("[data-slides-choose]", this.root).onclick = () => this.#choose();
    find("[data-slides-before]", this.root).onclick = () => this.#turn(-1);
    find("[data-slides-after]", this.root).onclick = () => this.#turn(1);
    find("[data-slides-cancel]", this.dialog).onclick = () => this.dialog.close();
    const file = find("[data-slides-file]", this.dialog);
    file.onchange = () => {
      if (file.files.length) this.#bring(() => postForm(this.api, { file: file.files[0] }));
      file.value = "";
    };
    find("[data-slides-area]", this.root).addEventListener("keydown", (event) => {
      if (!TURNS[event.key]) return;
      event.preventDefault();
      this.#turn(TURNS[event.key]);
    });
  }

  #toggle() {
    const open = this.room.surfaces.now === "slides";
    if (!this.mentor) this.room.surfaces.show(open ? "" : "slides");
    else if (open || this.deck) this.room.line.insist("surface", { name: open ? "" : "slides" });
    else this.#choose();
    if (open) focusBack(this.opener);
  }

  async #choose() {
    tell(this.problem, "");
    const list = find("[data-slides-list]", this.dialog);
    list.replaceChildren();
    this.dialog.showModal();
    try {
      const { decks, materials } = await get(this.api);
      for (const deck of decks) {
        const pages = deck.state === "ready" ? `${deck.pages} pages` : deck.problem || WAITING;
        const item = choice(`${deck.title} · ${pages}`, deck.state === "failed", () => this.#show(deck.id));
        item.append(this.#bin(deck, item));
        list.append(item);
      }
      for (const { id, title } of materials) {
        list.append(choice(`${title} · from your files`, false, () => this.#bring(() => post(this.api, { material: id }))));
      }
    } catch (error) {
      tell(this.problem, error.message);
    }
  }

  /** A button that takes slides away, once it was pressed twice. */
  #bin(deck, item) {
    const words = el("span", "", "Delete");
    const button = el("button", "btn btn-quiet slides-bin");
    button.type = "button";
    button.append(words, el("span", "sr-only", ` ${deck.title}`));
    button.onclick = async () => {
      if (!button.classList.contains("btn-danger")) {
        button.classList.replace("btn-quiet", "btn-danger");
        words.textContent = "Delete for good";
        return;
      }
      try {
        await remove(`${this.api}${deck.id}/`);
        item.remove();
        find("[data-slides-cancel]", this.dialog).focus();
      } catch (error) {
        tell(this.problem, error.message);
      }
    };
    return button;
  }

  async #bring(ask) {
    tell(this.problem, "Sending…");
    try {
      const deck = await ask();
      this.#show(deck.id);
    } catch (error) {
      tell(this.problem, error.code ? error.message : "You are offline. Try again in a moment.");
    }
  }

  #show(deck) {
    this.room.line.insist("slide", { deck, number: 1 });
    this.dialog.close();
    find("[data-slides-area]", this.root).focus();
  }

  #turn(by) {
    const number = this.number + by;
    if (!this.deck || number < 1 || number > this.deck.pages) return;
    this.room.line.insist("slide", { deck: this.deck.id, number });
  }

  #made(deck) {
    if (deck.id !== this.deck?.id) return;
    this.deck = deck;
    this.#draw();
  }

  #follow({ deck, slide }) {
    const same = deck?.id === this.deck?.id && slide === this.number && deck?.state === this.deck?.state;
    this.deck = deck;
    this.number = slide;
    if (!same || !deck) this.#draw();
  }

  #draw() {
    const { deck, number } = this;
    const ready = deck?.state === "ready";
    find("[data-slides-title]", this.root).textContent = deck?.title ?? "Slides";
    this.note.textContent = ready ? "" : deck ? deck.problem || WAITING : NONE;
    this.picture.hidden = !ready;
    find("[data-slides-page]", this.root).textContent = ready ? `Slide ${number} of ${deck.pages}` : "";
    if (this.mentor) {
      find("[data-slides-before]", this.root).disabled = !ready || number <= 1;
      find("[data-slides-after]", this.root).disabled = !ready || number >= deck.pages;
    }
    if (!ready) return;
    this.picture.src = this.#address(number);
    // Only the mentor may look ahead.
    if (this.mentor && number < deck.pages) new Image().src = this.#address(number + 1);
    this.#read();
  }

  #address(number) {
    return `/room/${this.room.config.session}/slides/${this.deck.id}/${number}/`;
  }

  /** What the page says stands as text beside the picture, for who cannot see it. */
  async #read() {
    const { id } = this.deck;
    // A learner is told page by page.
    const key = this.mentor ? id : `${id}-${this.number}`;
    if (!this.#texts.has(key)) this.#texts.set(key, get(`${this.api}${id}/`).catch(() => ({ texts: [] })));
    const { texts } = await this.#texts.get(key);
    if (this.deck?.id === id) this.picture.alt = texts[this.number - 1] || `Slide ${this.number}`;
  }

  close() {
    this.dialog?.close();
  }
}

function choice(words, disabled, act) {
  const item = el("li");
  const button = el("button", "btn btn-quiet", words);
  button.type = "button";
  button.disabled = disabled;
  button.onclick = act;
  item.append(button);
  return item;
}
