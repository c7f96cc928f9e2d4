// Hands: up or down, in the order the server heard of them.

import { control, el, find } from "./dom.js";

export class Hands {
  constructor(room) {
    this.room = room;
    this.pids = [];
    this.button = find("[data-hand]");
    this.row = find("[data-hands]");
    this.button.onclick = () => this.toggle();
    find("[data-hands-down]", this.row)?.addEventListener("click", () => room.line.send("hands-down"));
    room.line.on("hands", ({ pids }) => this.#take(pids, true));
    room.line.on("peer-left", ({ pid }) => this.#take(this.pids.filter((one) => one !== pid), false));
    room.line.on("peer-joined", () => this.#draw());
    room.onInside(({ hands }) => this.#take(hands, false));
  }

  get up() {
    return this.pids.includes(this.room.pid);
  }

  toggle() {
    this.room.line.insist("hand", { on: !this.up });
  }

  #take(pids, news) {
    const { room } = this;
    const mine = this.up;
    const fresh = pids.filter((pid) => !this.pids.includes(pid) && pid !== room.pid);
    this.pids = pids;
    this.#draw();
    if (!news) return;
    if (fresh.length) room.say(`${this.#names(fresh).join(", ")}: hand up.`);
    else if (mine !== this.up) room.say(this.up ? "Your hand is up." : "Your hand is down.");
  }

  #draw() {
    const { room } = this;
    const words = this.up ? "Lower hand" : "Raise hand";
    control(this.button, { name: "hand", words, pressed: this.up });
    this.row.hidden = !this.pids.length;
    find("[data-hands-list]", this.row).replaceChildren(
      ...this.#names(this.pids).map((name) => el("li", "hands-one", name)),
    );
    room.stage.hands = this.pids;
    room.draw();
  }

  #names(pids) {
    const { call, pid: me } = this.room;
    return pids.map((pid) => (pid === me ? "You" : (call.people.get(pid)?.card.name ?? "Somebody")));
  }
}
