// The call as one picture and one sound: everybody drawn on a canvas, all voices mixed.

import { SHEET } from "./board_sheet.js";
import { all, el } from "./dom.js";
import { Painter } from "./svg_paint.js";

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES = 15;
const GAP = 8;
const STRIP = 0.22;
const LOOK_EVERY = FRAMES;

export class Composition {
  #faces = new Map();
  #voices = new Map();
  #drawn = 0;
  #painter = new Painter();

  constructor(room) {
    this.room = room;
    this.canvas = document.createElement("canvas");
    Object.assign(this.canvas, { width: WIDTH, height: HEIGHT });
    this.pen = this.canvas.getContext("2d", { alpha: false });
    this.colors = { back: color("--sunken"), tile: color("--surface"), ink: color("--ink") };
    this.font = getComputedStyle(document.body).fontFamily;
    this.sound = new (globalThis.AudioContext ?? globalThis.webkitAudioContext)();
    this.mix = this.sound.createMediaStreamDestination();
    this.#look();
    this.timer = setInterval(() => this.#draw(), 1000 / FRAMES);
    this.stream = this.canvas.captureStream(FRAMES);
    for (const track of this.mix.stream.getAudioTracks()) this.stream.addTrack(track);
  }

  /** Everybody in the call, oneself first: {id, name, initials, stream, cam, screen}. */
  #people() {
    const { call, media, config } = this.room;
    const { audio, video } = media.outgoing;
    const mine = { id: "me", name: config.me.name, initials: config.me.initials, audio, video };
    const others = [...call.people].map(([id, { card, peer, wanted }]) => ({
      id,
      name: card.name,
      initials: card.initials,
      audio: peer.stream.getAudioTracks()[0] ?? null,
      video: sent(card, wanted) ? (peer.stream.getVideoTracks()[0] ?? null) : null,
      screen: sent(card, wanted) && Boolean(card.flags?.screen),
    }));
    return [{ ...mine, screen: Boolean(media.screen) }, ...others];
  }

  /** Follow who is there and what they send; tracks change when devices or the screen do. */
  #look() {
    this.people = this.#people();
    const there = new Set(this.people.map(({ id }) => id));
    for (const id of [...this.#faces.keys()]) if (!there.has(id)) this.#forget(id);
    for (const { id, audio, video } of this.people) {
      this.#see(id, video);
      this.#hear(id, audio);
    }
  }

  #see(id, track) {
    let film = this.#faces.get(id);
    if (!film) {
      film = document.createElement("video");
      film.muted = film.playsInline = true;
      this.#faces.set(id, film);
    }
    if ((film.srcObject?.getVideoTracks()[0] ?? null) === track) return;
    film.srcObject = track ? new MediaStream([track]) : null;
    if (track) film.play().catch(() => {});
  }

  #hear(id, track) {
    const known = this.#voices.get(id);
    if (known?.track === track) return;
    known?.source.disconnect();
    this.#voices.delete(id);
    if (!track) return;
    const source = this.sound.createMediaStreamSource(new MediaStream([track]));
    source.connect(this.mix);
    this.#voices.set(id, { track, source });
  }

  #forget(id) {
    this.#see(id, null);
    this.#hear(id, null);
    this.#faces.delete(id);
  }

  #draw() {
    this.#drawn += 1;
    if (this.#drawn % LOOK_EVERY === 0) this.#look();
    const { pen, people } = this;
    pen.fillStyle = this.colors.back;
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    const large = this.#surface();
    const shares = people.find(({ screen }) => screen);
    if (!large && !shares) {
      grid(people.length).forEach((box, number) => this.#tile(people[number], box));
      return;
    }
    const strip = HEIGHT * STRIP;
    const box = { x: GAP, y: GAP, w: WIDTH - 2 * GAP, h: HEIGHT - strip - 2 * GAP };
    if (large instanceof SVGElement) this.#painter.paint(pen, large, box);
    else if (large) contain(pen, large, box);
    else this.#tile(shares, box);
    const rest = large ? people : people.filter((person) => person !== shares);
    const wide = Math.min((strip * 16) / 9, (WIDTH - GAP) / rest.length - GAP);
    const left = (WIDTH - rest.length * (wide + GAP) + GAP) / 2;
    rest.forEach((person, number) => {
      this.#tile(person, { x: left + number * (wide + GAP), y: HEIGHT - strip, w: wide, h: strip - GAP });
    });
  }

  /** What is large instead of the people: a slide's picture, the board. */
  #surface() {
    const { root } = this.room.surfaces;
    return root && (all(`img, .${SHEET}`, root).find((one) => one.checkVisibility()) ?? null);
  }

  #tile({ id, name, initials, screen, video }, box) {
    const { pen } = this;
    const film = this.#faces.get(id);
    pen.fillStyle = this.colors.tile;
    pen.fillRect(box.x, box.y, box.w, box.h);
    pen.fillStyle = this.colors.ink;
    if (video && film?.videoWidth) {
      (screen ? contain : cover)(pen, film, box);
    } else {
      pen.textAlign = "center";
      pen.font = `600 ${Math.round(box.h / 4)}px ${this.font}`;
      pen.fillText(initials, box.x + box.w / 2, box.y + box.h * 0.58);
    }
    this.#name(name, box);
  }

  #name(name, { x, y, w, h }) {
    const { pen } = this;
    pen.textAlign = "left";
    pen.font = `600 20px ${this.font}`;
    const wide = Math.min(w, pen.measureText(name).width + 20);
    pen.fillStyle = this.colors.back;
    pen.fillRect(x, y + h - 32, wide, 32);
    pen.fillStyle = this.colors.ink;
    pen.fillText(name, x + 10, y + h - 10, wide - 20);
  }

  close() {
    clearInterval(this.timer);
    this.#painter.close();
    for (const id of [...this.#faces.keys()]) this.#forget(id);
    for (const track of this.stream.getTracks()) track.stop();
    if (this.sound.state !== "closed") this.sound.close();
  }
}

/** The boxes of so many people, as square a grid as 16:9 tiles allow. */
export function grid(count) {
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const w = (WIDTH - GAP) / columns - GAP;
  const h = (HEIGHT - GAP) / rows - GAP;
  return Array.from({ length: count }, (_, number) => ({
    x: GAP + (number % columns) * (w + GAP),
    y: GAP + Math.floor(number / columns) * (h + GAP),
    w,
    h,
  }));
}

/** What a colour of the style sheet comes to on this page: a canvas knows no `light-dark()`. */
function color(name) {
  const probe = el("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function size(picture) {
  const wide = picture.videoWidth || picture.naturalWidth || picture.width;
  const high = picture.videoHeight || picture.naturalHeight || picture.height;
  return [wide, high];
}

function cover(pen, picture, { x, y, w, h }) {
  const [wide, high] = size(picture);
  const scale = Math.max(w / wide, h / high);
  const [sw, sh] = [w / scale, h / scale];
  pen.drawImage(picture, (wide - sw) / 2, (high - sh) / 2, sw, sh, x, y, w, h);
}

function contain(pen, picture, { x, y, w, h }) {
  const [wide, high] = size(picture);
  if (!wide || !high) return;
  const scale = Math.min(w / wide, h / high);
  const [dw, dh] = [wide * scale, high * scale];
  pen.drawImage(picture, x + (w - dw) / 2, y + (h - dh) / 2, dw, dh);
}

/** Whether somebody's video comes in: what this page does not ask for stands still. */
function sent({ flags }, wanted) {
  return Boolean(flags?.cam || flags?.screen) && wanted !== "none";
}
