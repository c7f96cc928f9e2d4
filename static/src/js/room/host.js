// What only the mentor can do; the server checks each of it again.

import { find } from "./dom.js";

export class Host {
  #asked = "";

  constructor(room) {
    this.room = room;
    this.dialog = find("[data-kick-dialog]");
    this.dialog.addEventListener("close", () => this.#removed());
    const end = find("[data-end-dialog]");
    find("[data-end]").addEventListener("click", () => end.showModal());
    end.addEventListener("close", () => {
      if (end.returnValue === "end") room.line.insist("end");
    });
  }

  mute(pid) {
    this.room.line.send("mute-req", { to: pid });
    this.room.say("Asked to mute.");
  }

  /** Ask whether to remove somebody. */
  kick(pid, name) {
    this.#asked = pid;
    find("[data-kick-name]", this.dialog).textContent = name;
    this.dialog.showModal();
  }

  #removed() {
    if (this.dialog.returnValue === "kick") this.room.line.insist("kick", { to: this.#asked });
    this.dialog.returnValue = "";
  }
}
