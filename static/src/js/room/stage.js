// The stage: one tile a person, arranged as gallery or with one speaker large.

import { control, el, face, find, icon } from "./dom.js";

const LISTEN_EVERY = 300;
const SWITCH_AFTER = 1000;
const LOUD = 0.02;
const QUALITY = ["", "Poor connection", "Fair connection", "Good connection"];
const LINK = {
  new: "Connecting…",
  connecting: "Connecting…",
  disconnected: "Reconnecting…",
  failed: "Reconnecting…",
  closed: "",
  connected: "",
};

export class Stage {
  #tiles = new Map();
  #speaker = "";
  #loudSince = new Map();
  #pinned = "";

  constructor({ root, layoutButton, soundButton, call, media, me, host }) {
    Object.assign(this, { root, layoutButton, soundButton, call, media, me, host });
    this.layout = "speaker";
    layoutButton.onclick = () => this.#setLayout(this.layout === "speaker" ? "gallery" : "speaker");
    soundButton.onclick = () => this.#unblock();
    this.listener = setInterval(() => this.#listen(), LISTEN_EVERY);
    this.#setLayout("speaker");
  }

  /** Draw everybody anew: who came, who went, and each tile. */
  draw(pid) {
    if (pid && this.#tiles.has(pid)) {
      this.#paint(pid);
      this.#arrange();
      return;
    }
    const wanted = new Set(["me", ...this.call.people.keys()]);
    for (const [known, tile] of this.#tiles) {
      if (wanted.has(known)) continue;
      find("video", tile).srcObject = null;
      tile.remove();
      this.#tiles.delete(known);
      if (this.#pinned === known) this.#pinned = "";
    }
    for (const id of wanted) {
      if (!this.#tiles.has(id)) this.#add(id);
      this.#paint(id);
    }
    this.#arrange();
  }

  #add(id) {
    const tile = el("article", "tile");
    const video = el("video", "tile-video");
    video.autoplay = video.playsInline = true;
    video.muted = id === "me";
    const name = el("p", "tile-name");
    name.append(el("span", "tile-mic"), el("span", "tile-who"), el("span", "tile-state"));
    tile.append(video, el("div", "tile-face"), name);
    if (id !== "me") tile.append(this.#tools(id));
    tile.dataset.who = id;
    this.root.append(tile);
    this.#tiles.set(id, tile);
  }

  /** Pin for everybody; asking to mute and removing for the mentor, whom the server obeys. */
  #tools(id) {
    const { name } = this.call.people.get(id).card;
    const tools = el("div", "tile-tools");
    tools.append(tool("tile-pin", "maximize", `Pin ${name}`, () => this.#pin(id)));
    if (this.host) {
      tools.append(
        tool("tile-mute", "mic-off", `Ask ${name} to mute`, () => this.host.mute(id)),
        tool("tile-kick", "x", `Remove ${name}`, () => this.host.kick(id, name)),
      );
    }
    return tools;
  }

  #state(id) {
    if (id === "me") {
      const { mic, cam, screen } = this.media.flags;
      const stream = this.media.outgoing.video;
      return { card: this.me, mic, cam: cam || screen, screen, track: stream, words: "", quality: 0 };
    }
    const { card, peer, quality } = this.call.people.get(id);
    const flags = card.flags ?? {};
    const words = card.away ? "Away" : (LINK[peer.state] ?? "");
    return {
      card,
      mic: flags.mic,
      cam: flags.cam || flags.screen,
      screen: flags.screen,
      stream: peer.stream,
      words: words || (quality === 1 ? QUALITY[1] : ""),
      quality,
    };
  }

  #paint(id) {
    const tile = this.#tiles.get(id);
    const now = this.#state(id);
    const video = find("video", tile);
    this.#feed(video, now);
    video.hidden = !now.cam;
    tile.classList.toggle("tile-screen", Boolean(now.screen));
    tile.classList.toggle("tile-mirror", id === "me" && !now.screen);
    const back = find(".tile-face", tile);
    if (back.dataset.name !== now.card.name) {
      back.dataset.name = now.card.name;
      back.replaceChildren(face(now.card, "avatar-huge"));
    }
    back.hidden = Boolean(now.cam);
    find(".tile-who", tile).textContent = id === "me" ? `${now.card.name} (you)` : now.card.name;
    find(".tile-state", tile).textContent = now.words;
    const mic = find(".tile-mic", tile);
    mic.replaceChildren(icon(now.mic ? "mic" : "mic-off", "icon-small"));
    mic.append(el("span", "sr-only", now.mic ? "Microphone on: " : "Muted: "));
    tile.title = QUALITY[now.quality];
    tile.dataset.quality = now.quality;
    const pin = find(".tile-pin", tile);
    if (pin) {
      const pinned = this.#pinned === id;
      pin.setAttribute("aria-pressed", String(pinned));
      find(".sr-only", pin).textContent = pinned ? `Unpin ${now.card.name}` : `Pin ${now.card.name}`;
    }
  }

  #feed(video, { stream, track }) {
    if (stream) {
      if (video.srcObject !== stream) video.srcObject = stream;
    } else if (video.srcObject?.getVideoTracks()[0] !== (track ?? undefined)) {
      video.srcObject = track ? new MediaStream([track]) : null;
    }
    if (!video.srcObject?.getTracks().length || !video.paused) return;
    video.play().catch((error) => {
      // Without a tap the browser holds sound back: ask for the tap.
      if (error.name === "NotAllowedError") this.soundButton.hidden = false;
    });
  }

  #unblock() {
    this.soundButton.hidden = true;
    this.media.wake();
    for (const tile of this.#tiles.values()) find("video", tile).play().catch(() => {});
  }

  #setLayout(layout) {
    this.layout = layout;
    const gallery = layout === "gallery";
    control(this.layoutButton, {
      name: gallery ? "circle-user-round" : "users",
      words: gallery ? "Speaker" : "Gallery",
      pressed: gallery,
    });
    this.layoutButton.setAttribute("aria-label", gallery ? "Show the speaker large" : "Show all in a gallery");
    this.#arrange();
  }

  #pin(id) {
    this.#pinned = this.#pinned === id ? "" : id;
    if (this.#pinned && this.layout === "gallery") this.#setLayout("speaker");
    this.draw();
  }

  /** Who is large: the pinned one, a shared screen, the one who speaks, the first other person. */
  #large() {
    const others = [...this.call.people.keys()];
    const shares = others.find((id) => this.call.people.get(id).card.flags?.screen);
    const speaker = others.includes(this.#speaker) ? this.#speaker : "";
    return this.#pinned || shares || speaker || others[0] || "me";
  }

  #arrange() {
    const large = this.#large();
    this.root.dataset.layoutNow = this.#tiles.size > 1 ? this.layout : "alone";
    this.root.dataset.count = String(this.#tiles.size);
    for (const [id, tile] of this.#tiles) {
      tile.classList.toggle("tile-large", id === large);
      tile.classList.toggle("tile-speaks", id === this.#speaker);
    }
  }

  #listen() {
    const moment = performance.now();
    let loudest = "";
    let most = LOUD;
    for (const [pid, { peer }] of this.call.people) {
      const receiver = peer.pc.getReceivers().find((one) => one.track?.kind === "audio");
      const level = receiver?.getSynchronizationSources()[0]?.audioLevel ?? 0;
      if (level > most) [most, loudest] = [level, pid];
    }
    if (!loudest || loudest === this.#speaker) {
      this.#loudSince.clear();
      return;
    }
    const since = this.#loudSince.get(loudest) ?? moment;
    this.#loudSince = new Map([[loudest, since]]);
    if (this.#speaker && moment - since < SWITCH_AFTER) return;
    this.#speaker = loudest;
    this.#arrange();
  }

  close() {
    clearInterval(this.listener);
    for (const tile of this.#tiles.values()) find("video", tile).srcObject = null;
    this.#tiles.clear();
    this.root.replaceChildren();
  }
}

function tool(kind, name, words, act) {
  const button = el("button", `tile-tool ${kind}`);
  button.type = "button";
  button.append(icon(name), el("span", "sr-only", words));
  button.onclick = act;
  return button;
}
