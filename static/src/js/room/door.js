// The door: camera preview and level meter, then the lobby with everybody's readiness.

import { clockOf } from "./clock.js";
import { all, control, el, face, find, icon, tell } from "./dom.js";
import { Joining } from "./joining.js";
import { WAITING, admitButtons } from "./waiting.js";
import { WayOut } from "./way_out.js";

const OPEN = ["asked", "locked"];
const STATES = { inside: "In the call", ready: "Ready", here: "Here, getting ready", awaited: "Not here yet" };

export class Door {
  constructor({ root, media, line, config }) {
    const { role, paid, startsAt, now } = config;
    this.clock = clockOf(config);
    Object.assign(this, { root, media, role, line, paid, start: this.clock(startsAt, { named: true }) });
    this.joining = new Joining({ root, media });
    this.wayOut = new WayOut({ root: find("[data-way-out]", root), startsAt, now, line });
    this.ready = this.byHand = false;
    for (const type of ["welcome", "admitted"]) line.on(type, ({ house }) => this.#house(house));
    line.on("house", (house) => this.#house(house));
    for (const name of ["mic", "cam"]) {
      find(`[data-${name}-device]`, root).onchange = ({ target }) => media.choose(name, target.value);
    }
    this.meter = find("[data-meter]", root);
    this.listening = setInterval(() => this.#level(), 100);
  }

  #level() {
    if (this.root.hidden) return;
    this.meter.value = this.media.level();
  }

  /** Draw the preview from what the media are now. */
  async draw() {
    const { media, root } = this;
    this.joining.draw();
    const video = find("[data-preview-video]", root);
    const track = media.tracks.video;
    if (video.srcObject?.getVideoTracks()[0] !== (track ?? undefined)) {
      video.srcObject = track ? new MediaStream([track]) : null;
    }
    video.hidden = !track;
    find("[data-preview-off]", root).hidden = Boolean(track);
    tell(find("[data-media-problem]", root), media.problem);
    const devices = await media.devices();
    find("[data-devices]", root).hidden = !devices.mic.length && !devices.cam.length;
    for (const name of ["mic", "cam"]) {
      const select = find(`[data-${name}-device]`, root);
      const options = devices[name].map((device) => {
        const option = el("option", "", device.name);
        option.value = device.id;
        option.selected = device.chosen;
        return option;
      });
      select.replaceChildren(...options);
      select.disabled = !options.length;
      if (!options.length) select.append(el("option", "", "None found"));
    }
  }

  /** Swap the panel beside the preview: "preview" or "lobby". */
  panel(name) {
    for (const panel of all("[data-panel]", this.root)) panel.hidden = panel.dataset.panel !== name;
    if (name === "lobby") find("[data-lobby-title]", this.root).focus({ preventScroll: true });
  }

  problem(text) {
    tell(find("[data-door-problem]", this.root), text);
  }

  #house({ locked, auto_admit: free }) {
    this.byHand = locked || !free;
    // The list was drawn by how the door stood; which of the two comes first is not said.
    this.again?.();
  }

  /** Draw who is awaited, who is here and who is ready; `out` is from when on one may leave. */
  lobby({ people, way_out: out }, pid) {
    this.again = () => this.lobby({ people, way_out: out }, pid);
    this.wayOut.plan(out, this.again);
    const list = find("[data-lobby-people]", this.root);
    const before = new Set(all("li[data-state=ready]", list).map((item) => item.dataset.name));
    // Who comes in by themselves needs no word of the mentor.
    const line = this.role === "mentor" && this.byHand ? this.line : null;
    list.replaceChildren(...people.map((person) => row(person, pid, line)));
    const news = people.filter((p) => p.ready && p.pid !== pid && !before.has(p.name));
    if (news.length) {
      find("[data-lobby-says]", this.root).textContent = `${news.map((p) => p.name).join(", ")}: ready.`;
    }
    const me = people.find((person) => person.pid === pid);
    this.ready = Boolean(me?.ready);
    const button = find("[data-ready]", this.root);
    button.setAttribute("aria-pressed", String(this.ready));
    button.textContent = this.ready ? "Ready. Not yet after all?" : "I’m Ready";
    button.hidden = OPEN.includes(me?.waiting);
    button.classList.toggle("btn-main", !this.ready && this.role !== "mentor");
    button.classList.toggle("btn-quiet", this.ready || this.role === "mentor");
    this.#words(people, me, out);
  }

  #words(people, me, out) {
    const mentor = people.find((person) => person.role === "mentor");
    const learners = people.filter((person) => person.role === "learner");
    const ready = learners.filter((person) => person.ready).length;
    const reason = me?.waiting === "early" && this.wayOut.late ? "late" : me?.waiting;
    const { start, paid } = this;
    const standing = { start, paid, out: out ? this.clock(out, { named: true }) : "", open: this.wayOut.open };
    const who = this.byHand ? "Everybody you let in comes" : "They come";
    const text = reason
      ? WAITING[reason].long({ mentor: mentor?.name ?? "Your mentor", ...standing })
      : `${ready} of ${learners.length} ready. ${who} in when you start the class.`;
    find("[data-lobby-text]", this.root).textContent = me ? text : "";
  }

  close() {
    this.wayOut.close();
    clearInterval(this.listening);
  }
}

function row(person, pid, line) {
  const lobby = person.ready ? "ready" : person.here ? "here" : "awaited";
  const state = person.inside ? "inside" : lobby;
  const trouble = person.check === "failed" ? "Device check failed" : "";
  const item = el("li", "lobby-person");
  item.dataset.state = state;
  item.dataset.name = person.name;
  const name = person.pid && person.pid === pid ? `${person.name} (you)` : person.name;
  const who = el("span", "lobby-who");
  who.append(
    el("span", "lobby-name", name),
    el("span", "lobby-role", person.role === "mentor" ? "Mentor" : "Learner"),
  );
  if (trouble) who.append(el("span", "lobby-trouble", trouble));
  const badge = el("span", "lobby-state");
  badge.append(icon(person.inside || person.ready ? "circle-check" : "hourglass", "icon-small"), STATES[state]);
  item.append(face(person), who, badge);
  if (line && person.waiting && !person.let_in && person.pid !== pid) item.append(admitButtons(person, line));
  return item;
}

/** Draw the two buttons for microphone and camera, wherever they stand. */
export function drawSwitches(media) {
  for (const button of all("[data-mic]")) {
    const words = media.micOn ? "Mute" : "Unmute";
    button.disabled = media.starting;
    control(button, { name: media.micOn ? "mic" : "mic-off", words, pressed: !media.micOn });
  }
  for (const button of all("[data-cam]")) {
    const words = media.camOn ? "Camera off" : "Camera on";
    button.disabled = media.starting;
    control(button, { name: media.camOn ? "video" : "video-off", words, pressed: !media.camOn });
  }
}
