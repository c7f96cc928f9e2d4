// The stage: one tile a person, arranged as gallery, with one speaker large, or as a strip; and
// which of the others' videos are asked for.

import { control } from "./dom.js";
import { Speaker } from "./speaker.js";
import { Tile } from "./tile.js";
import { ALL_SEEN } from "./uplink.js";

const LINK = {
  new: "Connecting…",
  connecting: "Connecting…",
  disconnected: "Reconnecting…",
  failed: "Reconnecting…",
  closed: "",
  connected: "",
};
const PAUSED = "Video paused";

export class Stage {
  #tiles = new Map();
  #pinned = "";
  #crowd = false;
  #shown = "";
  #back = false;

  /** `sound` plays what the others say where tiles may not; null where they may. */
  constructor({ root, layoutButton, soundButton, call, media, me, host, sound = null }) {
    Object.assign(this, { root, layoutButton, soundButton, call, media, me, host, sound });
    this.layout = "speaker";
    this.strip = false;
    this.hands = [];
    this.out = "";
    this.speaker = new Speaker({ call, media, changed: () => this.#arrange() });
    layoutButton.onclick = () => this.toggleLayout();
    soundButton.onclick = () => this.#unblock();
    this.#setLayout("speaker");
  }

  /** Draw everybody anew: who came, who went, and each tile; or one person's alone. */
  draw(pid) {
    if (!pid || !this.#tiles.has(pid)) this.#people();
    this.#arrange();
    for (const id of pid && this.#tiles.has(pid) ? [pid] : this.#tiles.keys()) this.#paint(id);
  }

  #people() {
    const wanted = new Set(["me", ...this.call.people.keys()]);
    for (const [known, tile] of this.#tiles) {
      if (wanted.has(known)) continue;
      tile.close();
      this.sound?.drop(known);
      this.#tiles.delete(known);
      if (this.#pinned === known) this.#pinned = "";
    }
    for (const id of wanted) {
      if (this.#tiles.has(id)) continue;
      const tile = new Tile({ id, mine: id === "me", tools: id === "me" ? [] : this.#tools(id) });
      if (this.sound) tile.video.muted = true;
      else if (this.out) tile.video.setSinkId(this.out).catch(() => {});
      this.#tiles.set(id, tile);
      this.root.append(tile.root);
    }
    const crowd = wanted.size > ALL_SEEN;
    if (crowd && !this.#crowd) {
      this.call.said("Many people are here: you see the video of who speaks. Pin somebody to see them.");
    }
    this.#crowd = crowd;
  }

  /** Pin for everybody; asking to mute, lowering a hand and removing for the mentor. */
  #tools(id) {
    const { name } = this.call.people.get(id).card;
    const tools = [{ kind: "tile-pin", name: "maximize", words: `Pin ${name}`, act: () => this.pin(id) }];
    if (!this.host) return tools;
    const lower = () => this.call.line.send("hand", { on: false, to: id });
    return [
      ...tools,
      { kind: "tile-lower", name: "hand", words: `Lower the hand of ${name}`, act: lower },
      { kind: "tile-mute", name: "mic-off", words: `Ask ${name} to mute`, act: () => this.host.mute(id) },
      { kind: "tile-kick", name: "user-x", words: `Remove ${name}`, act: () => this.host.kick(id, name) },
    ];
  }

  /** Return the element of somebody's tile; undefined if they are not here. */
  tile(pid) {
    return this.#tiles.get(pid === this.call.pid ? "me" : pid)?.root;
  }

  /** Return {id, video, seen} of who is large now; `seen` is false when only a face is shown. */
  get large() {
    const id = this.#large();
    const tile = this.#tiles.get(id);
    return { id, video: tile?.video, seen: Boolean(tile && !tile.video.hidden) };
  }

  #state(id) {
    const { media, call } = this;
    if (id === "me") {
      const { mic, cam, screen } = media.flags;
      const paused = media.paused && media.camOn && !screen;
      return {
        card: this.me,
        mic,
        seen: cam || screen,
        screen,
        mirror: !screen && media.facing === "user",
        track: media.outgoing.video,
        words: paused ? PAUSED : "",
        quality: call.quality,
        hand: this.hands.indexOf(call.pid) + 1,
      };
    }
    const { card, peer, quality, wanted } = call.people.get(id);
    const { mic, cam, screen } = card.flags ?? {};
    const link = card.away ? "Away" : peer.wayless ? "No connection" : (LINK[peer.state] ?? "");
    const held = (cam || screen) && wanted === "none";
    const saving = held && call.ladder.level === "audio" ? PAUSED : "";
    return {
      card,
      mic,
      seen: Boolean(cam || screen) && !held && !peer.wayless,
      screen: screen && !held,
      stream: peer.stream,
      words: link || saving || (quality === 1 ? "Poor connection" : ""),
      quality,
      hand: this.hands.indexOf(id) + 1,
      pinned: this.#pinned === id,
    };
  }

  #paint(id) {
    const tile = this.#tiles.get(id);
    const now = this.#state(id);
    // Without a tap the browser holds sound back: ask for the tap.
    tile.feed(now).catch((error) => {
      if (error.name === "NotAllowedError") this.soundButton.hidden = false;
    });
    if (id !== "me") this.sound?.play(id, now.stream);
    tile.paint(now);
  }

  #unblock() {
    this.soundButton.hidden = true;
    this.media.wake();
    this.sound?.wake();
    for (const { video } of this.#tiles.values()) video.play().catch(() => {});
  }

  /** Change between one large and all alike. */
  toggleLayout() {
    this.#setLayout(this.layout === "speaker" ? "gallery" : "speaker");
    this.draw();
  }

  #setLayout(layout) {
    this.layout = layout;
    this.#back = false;
    const gallery = layout === "gallery";
    control(this.layoutButton, {
      name: gallery ? "circle-user-round" : "users",
      words: gallery ? "Speaker" : "Gallery",
    });
    this.layoutButton.setAttribute("aria-label", gallery ? "Show the speaker large" : "Show all in a gallery");
  }

  /** Draw everybody small, in a row, while something else is large. */
  setStrip(on) {
    this.strip = on;
    this.draw();
  }

  /** Keep somebody large; once more lets them go. */
  pin(id) {
    this.#pinned = this.#pinned === id ? "" : id;
    if (this.#pinned && this.layout === "gallery") this.#setLayout("speaker");
    this.draw();
  }

  /** Return who of the others shares a screen, "" for nobody. */
  #shares() {
    return [...this.call.people.keys()].find((id) => this.call.people.get(id).card.flags?.screen) ?? "";
  }

  /** A screen shared into a gallery is too small to read: it is large until it ends. */
  #followScreen() {
    const shares = this.#shares();
    if (shares === this.#shown) return;
    if (shares && this.layout === "gallery") {
      this.#setLayout("speaker");
      this.#back = true;
    } else if (!shares && this.#back) {
      this.#setLayout("gallery");
    }
    this.#shown = shares;
  }

  /** Who is large: the pinned one, a shared screen, the one who speaks, the first other person. */
  #large() {
    const others = [...this.call.people.keys()];
    const speaker = others.includes(this.speaker.now) ? this.speaker.now : "";
    return this.#pinned || this.#shares() || speaker || others[0] || "me";
  }

  #arrange() {
    this.#followScreen();
    const large = this.#large();
    const layout = this.#tiles.size > 1 ? this.layout : "alone";
    this.root.dataset.layoutNow = this.strip ? "strip" : layout;
    this.root.dataset.count = String(this.#tiles.size);
    for (const [id, { root }] of this.#tiles) {
      root.classList.toggle("tile-large", id === large);
      root.classList.toggle("tile-speaks", id === "me" ? this.speaker.me : id === this.speaker.now);
    }
    for (const [id, person] of this.call.people) {
      const before = person.wanted;
      this.call.want(id, this.#size(id, person, large));
      if (before !== person.wanted && this.#tiles.has(id)) this.#paint(id);
    }
  }

  /** How much of somebody's video this page can use: docs/rooms.md. */
  #size(id, person, large) {
    const { level } = this.call.ladder;
    const screen = Boolean(person.card.flags?.screen);
    if (level === "audio" && !screen) return "none";
    const one = id === large;
    if (this.call.people.size + 1 > ALL_SEEN && !one) return "none";
    const big = one || (this.layout === "gallery" && !this.strip);
    return big && level === "full" && (!this.strip || screen) ? "large" : "small";
  }

  /** Whether the browser lets one choose where sound comes out. */
  get canChooseOut() {
    return "setSinkId" in (this.sound ? AudioContext : HTMLMediaElement).prototype;
  }

  /** Let the others be heard from another speaker or headset: a device id. */
  async playOn(device) {
    const players = this.sound ? [this.sound.context] : [...this.#tiles.values()].map(({ video }) => video);
    await Promise.all(players.map((player) => player.setSinkId(device)));
    this.out = device;
  }

  close() {
    this.speaker.close();
    this.sound?.close();
    for (const tile of this.#tiles.values()) tile.close();
    this.#tiles.clear();
  }
}
