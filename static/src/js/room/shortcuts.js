// Single keys of the call. Never while somebody types, in a dialog, or with another key held; who
// speaks to the computer or hits keys by accident turns them off (WCAG 2.1.4).

import { find } from "./dom.js";
import { keep, recall } from "./memory.js";
import { focusBack } from "./panels.js";

const KEY = "room-shortcuts";
const TYPING = "input, textarea, select, [contenteditable], [role=textbox], dialog, [popover]:popover-open";
/** Each key presses a button, so that it does exactly what the button does. */
const BUTTONS = {
  m: "[data-mic]",
  v: "[data-cam]",
  s: "[data-screen]",
  c: "[data-chat-open]",
  h: "[data-hand]",
  l: "[data-layout]",
  t: "[data-captions-show]",
  p: "[data-pip]",
};

export class Shortcuts {
  #press = (event) => this.#key(event);

  constructor(room) {
    this.room = room;
    this.dialog = find("[data-shortcuts-dialog]");
    this.switch = find("[data-shortcuts-on]", this.dialog);
    this.switch.checked = recall(KEY, true) !== false;
    this.switch.onchange = () => keep(KEY, this.switch.checked);
    const opener = find("[data-shortcuts-open]");
    opener.onclick = () => this.dialog.showModal();
    this.dialog.onclose = () => focusBack(opener);
    addEventListener("keydown", this.#press);
  }

  #key(event) {
    if (!this.room.inside || event.defaultPrevented || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!this.switch.checked || document.querySelector("dialog[open]")) return;
    if (event.target.closest?.(TYPING)) return;
    if (event.key === "?") {
      event.preventDefault();
      this.dialog.showModal();
      return;
    }
    const button = find(`[data-view=call] ${BUTTONS[event.key.toLowerCase()] ?? "[data-none]"}`);
    if (!button || button.disabled || button.hidden) return;
    event.preventDefault();
    button.click();
  }

  close() {
    removeEventListener("keydown", this.#press);
  }
}
