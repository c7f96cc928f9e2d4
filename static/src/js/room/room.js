// From the door to the goodbye: what happens when, and who is told.

import { tellLength } from "./after.js";
import { post } from "./api.js";
import { Call } from "./call.js";
import { Chat } from "./chat.js";
import { expose } from "./debug.js";
import { Door, drawSwitches } from "./door.js";
import { FEATURES } from "./features.js";
import { all, control, find, show, tell } from "./dom.js";
import { Host } from "./host.js";
import { Media } from "./media.js";
import { Panels, more } from "./panels.js";
import { Signalling } from "./signalling.js";
import { soundFor } from "./sound.js";
import { Stage } from "./stage.js";
import { Surfaces } from "./surfaces.js";
import { Timer } from "./timer.js";

const GONE = {
  4001: ["You joined in another window", "This one left the room, so that nobody hears you twice."],
  4003: ["You were removed from this session", "The mentor, or a cancelled seat, took you out of the room."],
  denied: ["Not now", "The mentor did not let you in this time. You can ask again."],
  4401: ["The room does not know you any more", "Join again to go on."],
  4409: ["This room is full", "Nobody else can come in now."],
};
const SIGNED_OUT = 4403;
const ORDINALS = { 1: "1st", 2: "2nd", 3: "3rd" };

export class Room {
  #arrivals = [];

  constructor(config) {
    this.config = config;
    this.media = new Media(() => this.drawMedia());
    this.line = new Signalling(() => this.#ticket());
    this.door = new Door({
      root: find("[data-view=door]"),
      media: this.media,
      line: this.line,
      config,
    });
    this.call = new Call({
      line: this.line,
      media: this.media,
      changed: (pid) => this.draw(pid),
      said: (text) => this.say(text),
    });
    this.panels = new Panels();
    this.chat = new Chat({
      config,
      line: this.line,
      people: this.call.people,
      panels: this.panels,
      root: find("[data-chat]"),
      opener: find("[data-chat-open]"),
    });
    this.timer = new Timer(find("[data-timer]"));
    this.stage = new Stage({
      root: find("[data-stage]"),
      layoutButton: find("[data-layout]"),
      soundButton: find("[data-sound]"),
      call: this.call,
      media: this.media,
      me: config.me,
      host: config.role === "mentor" ? new Host(this) : null,
      sound: soundFor(),
    });
    this.surfaces = new Surfaces(this.stage);
    this.inside = this.denied = false;
    more();
    this.features = FEATURES.map((Feature) => new Feature(this));
    if (config.debug) expose(this);
  }

  async begin() {
    this.#buttons();
    this.#news();
    const returning = sessionStorage.getItem(this.#key()) === "in";
    await this.media.begin();
    this.drawMedia();
    if (returning) this.join();
  }

  #key() {
    return `room-${this.config.session}`;
  }

  #ticket() {
    return post(this.config.join);
  }

  /** Have `fn(message)` called with what the server shows, each time this page is in the call. */
  onInside(fn) {
    this.#arrivals.push(fn);
  }

  join() {
    sessionStorage.setItem(this.#key(), "in");
    this.door.problem("");
    find("[data-join]").disabled = true;
    this.media.wake();
    this.stage.sound?.wake();
    this.line.start();
  }

  #buttons() {
    const { media, line } = this;
    find("[data-join]").onclick = () => this.join();
    for (const button of all("[data-mic]")) button.onclick = () => media.setMic(!media.micOn);
    for (const button of all("[data-cam]")) button.onclick = () => media.setCam(!media.camOn);
    find("[data-ready]").onclick = () => line.insist("ready", { on: !this.door.ready });
    find("[data-start]")?.addEventListener("click", () => line.insist("start"));
    find("[data-leave-lobby]").onclick = () => this.#goodbye();
    find("[data-leave]")?.addEventListener("click", () => this.#leave());
    find("[data-rejoin]").onclick = () => this.#again();
    find("[data-stuck]").onclick = () => this.#again();
    this.#screen(find("[data-screen]"));
    addEventListener("pagehide", () => line.stop());
  }

  #screen(button) {
    button.hidden = !navigator.mediaDevices?.getDisplayMedia;
    button.onclick = async () => {
      if (this.media.screen) return this.media.unshare();
      return this.media.share().catch((error) => {
        if (error.name !== "NotAllowedError") this.say("Your screen could not be shared.");
      });
    };
  }

  #news() {
    const { line } = this;
    line.on("state", (news) => this.#network(news));
    line.on("gone", (news) => this.#gone(news));
    line.on("welcome", (message) => this.#welcome(message));
    line.on("admitted", (message) => this.#welcome(message));
    line.on("lobby", (lobby) => this.door.lobby(lobby, this.pid));
    line.on("end", ({ reason }) => this.#ended(reason));
    line.on("kick", ({ reason }) => (this.denied = reason === "denied"));
    line.on("mute-req", () => {
      this.media.setMic(false);
      this.say("The mentor asked you to mute. Unmute when you want to speak.");
    });
    line.on("error", (error) => this.#refused(error));
  }

  #welcome(message) {
    this.pid = message.pid;
    this.timer.set(message);
    if (!message.admitted) {
      this.door.panel("lobby");
      return;
    }
    if (!this.inside) {
      this.inside = true;
      show("call");
    }
    this.call.enter(message);
    this.chat.resume(message);
    for (const fn of this.#arrivals) fn(message);
  }

  #refused({ code, message }) {
    if (code === "video_full") {
      this.media.unshare();
      this.media.setCam(false);
    }
    if (this.inside) this.say(message);
    else this.door.problem(message);
  }

  #network({ state, tries }) {
    const nth = ORDINALS[tries] ?? `${tries}th`;
    const words = { connecting: "Connecting…", online: "", reconnecting: `Reconnecting, ${nth} try` }[state];
    find("[data-net]").textContent = state === "online" ? "Connected" : words;
    find("[data-net]").dataset.state = state;
    find("[data-net-door]").textContent = words;
  }

  #gone({ code, message }) {
    if (code === 4004 || code === "ended" || code === "cancelled") {
      this.#ended(code === "cancelled" ? "cancelled" : "ended");
      return;
    }
    if (code === SIGNED_OUT) {
      this.#tearDown();
      location.assign(`/login/?next=${encodeURIComponent(location.pathname)}`);
      return;
    }
    const [title, text] = GONE[this.denied ? "denied" : code] ?? ["You cannot enter this room", message];
    find("[data-gone-title]").textContent = title;
    tell(find("[data-gone-text]"), text || message);
    find("[data-rejoin]").textContent = this.denied ? "Ask again" : "Rejoin";
    find("[data-rejoin]").hidden = (code === 4003 && !this.denied) || code === "removed" || code === "not_in_this_room";
    this.#tearDown();
    show("gone");
  }

  #ended(reason) {
    const length = this.inside ? this.timer.elapsed : 0;
    this.#tearDown();
    tellLength(length, reason === "cancelled");
    show("after");
  }

  #leave() {
    find("[data-gone-title]").textContent = "You left the room";
    tell(find("[data-gone-text]"), "The session goes on. You can come back until it ends.");
    this.#goodbye();
    show("gone");
  }

  #goodbye() {
    this.line.stop();
    this.#tearDown();
  }

  #again() {
    sessionStorage.setItem(this.#key(), "in");
    location.reload();
  }

  #tearDown() {
    sessionStorage.removeItem(this.#key());
    this.line.stop();
    for (const feature of this.features) feature.close?.();
    this.call.close();
    this.stage.close();
    this.door.close();
    this.timer.stop();
    this.media.stop();
  }

  say(text) {
    const note = find("[data-note]");
    const hush = () => (note.textContent = "");
    note.textContent = text;
    // It may lie over a face or a tool: a press takes it away before its time.
    note.onclick = hush;
    clearTimeout(this.hush);
    this.hush = setTimeout(hush, 6000);
  }

  draw(pid) {
    if (!this.inside) return;
    this.stage.draw(pid);
    find("[data-stuck]").hidden = !this.call.stuck;
    const noWay = find("[data-no-way]");
    if (noWay.textContent !== this.call.noWay) noWay.textContent = this.call.noWay;
  }

  drawMedia() {
    drawSwitches(this.media);
    const shared = Boolean(this.media.screen);
    control(find("[data-screen]"), {
      name: "monitor-up",
      words: shared ? "Stop sharing" : "Share screen",
      pressed: shared,
    });
    this.door.draw();
    if (!this.inside) return;
    if (this.media.problem) this.say(this.media.problem);
    this.call.update();
    this.stage.draw("me");
    for (const feature of this.features) feature.media?.();
  }
}
