// The emoji picker: a small grid one can search, by mouse and by keyboard.

import { all, el, find, tell } from "./dom.js";
import { EMOJI } from "./emoji_list.js";

export class EmojiPicker {
  /** Puts what is picked into `field`, where the caret stands. */
  constructor({ root, opener, field }) {
    Object.assign(this, { root, opener, field });
    this.grid = find("[data-emoji-grid]", root);
    this.search = find("[data-emoji-search]", root);
    this.none = find("[data-emoji-none]", root);
    for (const [sign, words] of EMOJI) this.grid.append(this.#button(sign, words));
    opener.onclick = () => (root.hidden ? this.open() : this.shut());
    this.search.oninput = () => this.#filter();
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  #button(sign, words) {
    const button = el("button", "emoji", sign);
    button.type = "button";
    button.tabIndex = -1;
    button.setAttribute("aria-label", words.split(",")[0]);
    button.dataset.words = words;
    button.onclick = () => this.#pick(sign);
    return button;
  }

  get #shown() {
    return all("button:not([hidden])", this.grid);
  }

  open() {
    this.root.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.search.value = "";
    this.#filter();
    this.search.focus();
  }

  shut() {
    if (this.root.hidden) return;
    this.root.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    this.opener.focus();
  }

  #filter() {
    const asked = this.search.value.trim().toLowerCase();
    for (const button of all("button", this.grid)) {
      button.hidden = !button.dataset.words.includes(asked);
      button.tabIndex = -1;
    }
    const [first] = this.#shown;
    if (first) first.tabIndex = 0;
    tell(this.none, first ? "" : "No emoji has that name.");
  }

  #pick(sign) {
    const { field } = this;
    if (field.value.length + sign.length <= field.maxLength) {
      field.setRangeText(sign, field.selectionStart, field.selectionEnd, "end");
    }
    this.root.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    field.focus();
    field.dispatchEvent(new Event("input"));
  }

  #key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.shut();
      return;
    }
    const shown = this.#shown;
    if (event.target === this.search) {
      if (event.key === "ArrowDown" && shown.length) this.#go(event, shown[0]);
      if (event.key === "Enter") {
        event.preventDefault();
        shown[0]?.click();
      }
      return;
    }
    const at = shown.indexOf(event.target);
    const row = shown.filter((one) => one.offsetTop === shown[0].offsetTop).length;
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row };
    const step = steps[event.key];
    if (at < 0 || !step) return;
    this.#go(event, shown[at + step] ?? (step < 0 ? this.search : shown.at(-1)));
  }

  #go(event, target) {
    event.preventDefault();
    if (event.target !== this.search) event.target.tabIndex = -1;
    if (target !== this.search) target.tabIndex = 0;
    target.focus();
  }
}
