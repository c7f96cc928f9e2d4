// From the door to the goodbye: what happens when, and who is told.

import { tellLength } from "./after.js";
import { post } from "./api.js";
import { Call } from "./call.js";
import { Chat } from "./chat.js";
import { expose } from "./debug.js";
import { Door, drawSwitches } from "./door.js";
import { all, control, find, show, tell } from "./dom.js";
import { Media } from "./media.js";
import { Signalling } from "./signalling.js";
import { Stage } from "./stage.js";
import { Timer } from "./timer.js";

const GONE = {
  4001: ["You joined in another window", "This one left the room, so that nobody hears you twice."],
  4003: ["You were removed from this session", "The mentor, or a cancelled seat, took you out of the room."],
  4401: ["The room does not know you any more", "Join again to go on."],
  4409: ["This room is full", "Nobody else can come in now."],
};
const SIGNED_OUT = 4403;
const ORDINALS = { 1: "1st", 2: "2nd", 3: "3rd" };

export class Room {
  constructor(config) {
    this.config = config;
    this.media = new Media(() => this.drawMedia());
    this.line = new Signalling(() => this.#ticket());
    this.door = new Door({ root: find("[data-view=door]"), media: this.media, role: config.role });
    this.call = new Call({
      line: this.line,
      media: this.media,
      changed: (pid) => this.draw(pid),
      said: (text) => this.say(text),
    });
    this.chat = new Chat({ line: this.line, root: find("[data-chat]"), opener: find("[data-chat-open]") });
    this.timer = new Timer(find("[data-timer]"));
    this.stage = new Stage({
      root: find("[data-stage]"),
      layoutButton: find("[data-layout]"),
      soundButton: find("[data-sound]"),
      call: this.call,
      media: this.media,
      me: config.me,
      host: config.role === "mentor" ? this.#host() : null,
    });
    this.inside = false;
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

  async #ticket() {
    const ticket = await post(this.config.join);
    this.call.iceServers = ticket.ice_servers;
    return ticket;
  }

  /** What only the mentor can do to others; the server checks it again. */
  #host() {
    const dialog = find("[data-kick-dialog]");
    let asked = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "kick") this.line.send("kick", { to: asked });
      dialog.returnValue = "";
    });
    return {
      mute: (pid) => {
        this.line.send("mute-req", { to: pid });
        this.say("Asked to mute.");
      },
      kick: (pid, name) => {
        asked = pid;
        find("[data-kick-name]", dialog).textContent = name;
        dialog.showModal();
      },
    };
  }

  join() {
    sessionStorage.setItem(this.#key(), "in");
    this.door.problem("");
    find("[data-join]").disabled = true;
    this.media.wake();
    this.line.start();
  }

  #buttons() {
    const { media, line } = this;
    find("[data-join]").onclick = () => this.join();
    for (const button of all("[data-mic]")) button.onclick = () => media.setMic(!media.micOn);
    for (const button of all("[data-cam]")) button.onclick = () => media.setCam(!media.camOn);
    find("[data-ready]").onclick = () => line.send("ready", { on: !this.door.ready });
    find("[data-start]")?.addEventListener("click", () => line.send("start"));
    find("[data-leave-lobby]").onclick = () => this.#goodbye();
    find("[data-leave]")?.addEventListener("click", () => this.#leave());
    find("[data-rejoin]").onclick = () => this.#again();
    find("[data-stuck]").onclick = () => this.#again();
    this.#screen(find("[data-screen]"));
    const dialog = find("[data-end-dialog]");
    find("[data-end]")?.addEventListener("click", () => dialog.showModal());
    dialog?.addEventListener("close", () => {
      if (dialog.returnValue === "end") line.send("end");
    });
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
    line.on("lobby", ({ people }) => this.door.lobby(people, this.pid));
    line.on("end", ({ reason }) => this.#ended(reason));
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
      navigator.wakeLock?.request("screen").catch(() => {});
    }
    this.call.enter(message);
    this.chat.resume(message.last_chat);
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
    const [title, text] = GONE[code] ?? ["You cannot enter this room", message];
    find("[data-gone-title]").textContent = title;
    tell(find("[data-gone-text]"), text || message);
    find("[data-rejoin]").hidden = code === 4003 || code === "removed" || code === "not_in_this_room";
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
    this.call.close();
    this.stage.close();
    this.door.close();
    this.timer.stop();
    this.media.stop();
  }

  say(text) {
    const note = find("[data-note]");
    note.textContent = text;
    clearTimeout(this.hush);
    this.hush = setTimeout(() => (note.textContent = ""), 6000);
  }

  draw(pid) {
    if (!this.inside) return;
    this.stage.draw(pid);
    find("[data-stuck]").hidden = !this.call.stuck;
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
  }
}
