// Reactions: a sign over the tile of whoever gave it, gone after a moment, never kept.

import { all, el, find } from "./dom.js";

const SIGNS = { thumbs: "👍", clap: "👏", heart: "❤️", laugh: "😂", wow: "😮", party: "🎉" };
const SHOWN_MS = 4000;
const REST_MS = 700;

export class Reactions {
  #given = 0;

  constructor(room) {
    this.room = room;
    this.said = find("[data-reactions-said]");
    for (const button of all("[data-react]")) button.onclick = () => this.give(button.dataset.react);
    room.line.on("reaction", (message) => this.#show(message));
  }

  /** Send one; more than the server takes are swallowed here. */
  give(name) {
    const moment = performance.now();
    if (moment - this.#given < REST_MS) return;
    this.#given = moment;
    this.room.line.send("react", { name });
  }

  #show({ pid, name }) {
    const { room } = this;
    const tile = room.stage.tile(pid);
    if (!tile || !SIGNS[name]) return;
    const sign = el("span", "tile-reaction", SIGNS[name]);
    sign.setAttribute("aria-hidden", "true");
    find(".tile-reaction", tile)?.remove();
    tile.append(sign);
    setTimeout(() => sign.remove(), SHOWN_MS);
    const who = pid === room.pid ? "You" : (room.call.people.get(pid)?.card.name ?? "Somebody");
    const words = find(`[data-react="${name}"]`)?.getAttribute("aria-label") ?? name;
    this.said.textContent = `${who}: ${words}`;
  }
}
