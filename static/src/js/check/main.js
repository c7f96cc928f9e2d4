// The check before a session: camera, microphone, sound, speed and the way around firewalls.

import { post } from "../room/api.js";
import { all, find, icon, tell } from "../room/dom.js";
import { PermissionHelp } from "../room/permission.js";
import { devices, listen, notes, relay, speed } from "./probes.js";

const HEARD_WITHIN = 8000;
const LOUD = 3;
const SIGNS = { waiting: "clock", busy: "hourglass", good: "circle-check", bad: "circle-alert", unknown: "info" };
const FAULTS = {
  no_microphone: "Nobody would hear you. Choose another microphone, or see whether it is muted.",
  too_slow: "The line is too slow even for sound. Move nearer to the router, or use another network.",
  no_speaker: "You would hear nobody. Turn the sound up, or choose another output.",
  no_camera: "You can join without a camera; the others will not see you.",
  slow: "The line is slow: sound will work, pictures may stand still. Try audio only.",
  no_relay: "Your network may stop the call. If it does, try another one, such as your phone's.",
};
const VERDICTS = {
  good: "All good: you are ready for the session.",
  limited: "You can join, with limits.",
  failed: "As it is, the session would not work. The other side has been told.",
};

class Check {
  constructor(config) {
    this.config = config;
    this.help = new PermissionHelp({ root: find("[data-permission-help]"), retry: () => this.run() });
    this.start = find("[data-check-start]");
    this.start.onclick = () => this.run();
    addEventListener("pagehide", () => this.#letGo());
  }

  async run() {
    if (this.running) return;
    let verdict = "";
    this.running = this.start.disabled = true;
    this.start.textContent = "Checking…";
    this.#letGo();
    tell(find("[data-check-problem]"), "");
    find("[data-check-verdict]").textContent = "";
    for (const row of all("[data-check-row]")) this.#row(row.dataset.checkRow, "waiting", "");
    this.context = new (globalThis.AudioContext ?? globalThis.webkitAudioContext)();
    try {
      verdict = await this.#verdict(await this.#measure());
    } catch (error) {
      tell(find("[data-check-problem]"), error.message);
    }
    this.running = this.start.disabled = false;
    this.start.textContent = "Check again";
    this.#next(verdict);
  }

  async #measure() {
    const found = await this.#devices();
    found.speaker = await this.#speaker();
    this.#row("network", "busy", "Measuring…");
    const token = find("[name=csrfmiddlewaretoken]").value;
    const { down, up } = await speed(this.config.data, token);
    // A measurement that failed is a line that carried nothing.
    Object.assign(found, { down_kbps: down ?? 0, up_kbps: up ?? 0 });
    const least = Math.min(down ?? 0, up ?? 0);
    const state = least >= this.config.picture ? "good" : least >= this.config.voice ? "unknown" : "bad";
    this.#row("network", down === null || up === null ? "bad" : state, `${mbit(down)} down, ${mbit(up)} up`);
    this.#row("relay", "busy", "Asking…");
    found.relay = await relay(this.config.ice);
    const words = { true: "Reachable", false: "Not reachable", null: "Not set up on this site" };
    this.#row("relay", { true: "good", false: "bad", null: "unknown" }[found.relay], words[found.relay]);
    return found;
  }

  async #devices() {
    this.#row("camera", "busy", "Waiting for your browser…");
    this.#row("microphone", "busy", "");
    const { audio, video, refused } = await devices();
    this.tracks = [audio, video].filter(Boolean);
    this.help.show(refused);
    const screen = find("[data-check-video]");
    screen.srcObject = video ? new MediaStream([video]) : null;
    screen.hidden = !video;
    find("[data-check-off]").hidden = Boolean(video);
    const none = refused ? "Your browser keeps it shut" : "None found, or another program uses it";
    this.#row("camera", video ? "good" : "bad", video ? video.label || "Works" : none);
    if (!audio) this.#row("microphone", "bad", none);
    return { camera: Boolean(video), microphone: audio ? await this.#hear(audio) : false };
  }

  async #hear(track) {
    this.#row("microphone", "busy", "Say something…");
    const meter = listen(track, this.context);
    const until = performance.now() + HEARD_WITHIN;
    let heard = false;
    while (!heard && performance.now() < until) {
      await new Promise((go) => setTimeout(go, 100));
      heard = meter.level() >= LOUD;
      find("[data-check-meter]").value = meter.level();
    }
    this.meter = setInterval(() => (find("[data-check-meter]").value = meter.level()), 100);
    this.#row("microphone", heard ? "good" : "bad", heard ? track.label || "We hear you" : "We heard nothing");
    return heard;
  }

  #speaker() {
    this.#row("speaker", "busy", "Three notes are playing…");
    const ask = find("[data-check-heard]");
    ask.hidden = false;
    notes(this.context);
    find("[data-heard=yes]", ask).focus();
    return new Promise((done) => {
      for (const button of all("[data-heard]", ask)) {
        button.onclick = () => {
          const said = button.dataset.heard;
          if (said === "again") return notes(this.context);
          ask.hidden = true;
          this.#row("speaker", said === "yes" ? "good" : "bad", said === "yes" ? "You hear it" : "Not heard");
          return done(said === "yes");
        };
      }
    });
  }

  async #verdict(found) {
    const { verdict, faults } = await post(this.config.save, found);
    const text = [VERDICTS[verdict], ...faults.map((fault) => FAULTS[fault])].join(" ");
    const place = find("[data-check-verdict]");
    place.dataset.verdict = verdict;
    place.textContent = text;
    this.start.focus();
    return verdict;
  }

  /** Who is ready has nothing to check again: their way goes on. */
  #next(verdict) {
    const good = verdict === "good";
    for (const [button, main] of [
      [this.start, !good],
      [find("[data-check-home]"), good],
    ]) {
      button.classList.toggle("btn-main", main);
      button.classList.toggle("btn-quiet", !main);
    }
  }

  #row(name, state, words) {
    const row = find(`[data-check-row=${name}]`);
    row.dataset.state = state;
    find("[data-check-icon]", row).replaceChildren(icon(SIGNS[state]));
    find("[data-check-words]", row).textContent = words;
  }

  #letGo() {
    clearInterval(this.meter);
    for (const track of this.tracks ?? []) track.stop();
    this.context?.close();
    this.context = null;
    this.tracks = [];
  }
}

const mbit = (kbps) => (kbps === null ? "failed" : `${(kbps / 1000).toFixed(1)} Mbit/s`);

new Check(JSON.parse(find("#check-config").textContent));
