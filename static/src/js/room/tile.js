// One person's tile: video or face, name, microphone, how the link is, hand, and what one can do.

import { el, face, find, icon } from "./dom.js";
import { WORDS } from "./quality.js";

const BARS = 3;

export class Tile {
  /** `tools` are {kind, name, words, act}; `mine` for one's own tile, which stays silent. */
  constructor({ id, mine, tools }) {
    this.mine = mine;
    this.root = el("article", "tile");
    this.root.dataset.who = id;
    this.video = el("video", "tile-video");
    this.video.autoplay = this.video.playsInline = true;
    this.video.muted = mine;
    this.video.onresize = () => this.#cover();
    this.face = el("div", "tile-face");
    this.name = el("p", "tile-name");
    this.quality = el("span", "tile-bars");
    this.quality.append(...Array.from({ length: BARS }, () => el("i")), el("span", "tile-quality"));
    this.mic = el("span", "tile-mic");
    this.who = el("span", "tile-who");
    this.state = el("span", "tile-state");
    this.name.append(this.mic, this.who, this.quality, this.state);
    this.hand = el("p", "tile-hand");
    this.hand.hidden = true;
    this.root.append(this.video, this.face, this.name, this.hand);
    if (tools.length) this.root.append(this.#tools(tools));
  }

  #tools(tools) {
    const row = el("div", "tile-tools");
    row.append(
      ...tools.map(({ kind, name, words, act }) => {
        const button = el("button", `tile-tool ${kind}`);
        button.type = "button";
        button.title = words;
        button.append(icon(name), el("span", "sr-only", words));
        button.onclick = act;
        return button;
      }),
    );
    return row;
  }

  /**
   * Draw {card, mic, seen, screen, mirror, stream | track, words, quality, hand, pinned}: `seen` if
   * there is video to show, `hand` the place in the queue or 0.
   */
  paint(now) {
    this.video.hidden = !now.seen;
    this.root.classList.toggle("tile-screen", Boolean(now.screen));
    this.root.classList.toggle("tile-mirror", Boolean(now.mirror));
    const { name } = now.card;
    if (this.face.dataset.name !== name) {
      this.face.dataset.name = name;
      this.face.replaceChildren(face(now.card, "avatar-huge"));
    }
    this.#cover();
    this.who.textContent = this.mine ? `${name} (you)` : name;
    this.state.textContent = now.words;
    this.#draw(this.mic, `${now.mic}`, () => [
      icon(now.mic ? "mic" : "mic-off", "icon-small"),
      el("span", "sr-only", now.mic ? "Microphone on: " : "Muted: "),
    ]);
    this.#draw(this.hand, String(now.hand || ""), () => [
      icon("hand", "icon-small"),
      el("span", "num", String(now.hand)),
      el("span", "sr-only", ` in the queue: ${name} has a hand up`),
    ]);
    this.hand.hidden = !now.hand;
    this.root.dataset.quality = now.quality;
    this.quality.title = find(".tile-quality", this.quality).textContent = WORDS[now.quality];
    const lower = find(".tile-lower", this.root);
    if (lower) lower.hidden = !now.hand;
    const pin = find(".tile-pin", this.root);
    if (!pin) return;
    pin.setAttribute("aria-pressed", String(Boolean(now.pinned)));
    pin.title = find(".sr-only", pin).textContent = now.pinned ? `Unpin ${name}` : `Pin ${name}`;
  }

  /** Show the face until there is a picture, which may come seconds after it was asked for. */
  #cover() {
    this.face.hidden = !this.video.hidden && this.video.videoWidth > 0;
  }

  #draw(place, value, parts) {
    if (place.dataset.now === value) return;
    place.dataset.now = value;
    place.replaceChildren(...parts());
  }

  /** Show a stream or one track; returns a promise that is refused when the browser wants a tap. */
  feed({ stream, track }) {
    const { video } = this;
    if (stream) {
      if (video.srcObject !== stream) video.srcObject = stream;
    } else if (video.srcObject?.getVideoTracks()[0] !== (track ?? undefined)) {
      video.srcObject = track ? new MediaStream([track]) : null;
    }
    if (!video.srcObject?.getTracks().length || !video.paused) return Promise.resolve();
    return video.play();
  }

  close() {
    this.video.onresize = null;
    this.video.srcObject = null;
    this.root.remove();
  }
}
