// One's own microphone, camera and screen: asking, switching, remembering the choice.

import { Mix } from "./mix.js";

const KEY = "room-media";
const VIDEO = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
// What a computer plays is no voice: nothing in it is to be filtered away.
const PLAIN = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const SCREEN = { video: { frameRate: 15 }, audio: PLAIN, systemAudio: "include" };
const KIND = { mic: "audio", cam: "video" };

const WORDS = {
  NotAllowedError: (what) =>
    `Your browser does not let PeerLearn use your ${what}. Allow it in the address bar, or join without it.`,
  NotFoundError: (what) => `No ${what} was found. You can join without it.`,
  NotReadableError: (what) => `Your ${what} is used by another program. Close that one and try again.`,
  default: (what) => `Your ${what} could not be started. You can join without it.`,
};
const NAMES = { audio: "microphone", video: "camera" };

export class Media {
  #context = null;
  #analyser = null;
  #mix = null;

  /** `changed()` is called whenever what we send, or could send, has moved. */
  constructor(changed) {
    this.changed = changed;
    this.tracks = { audio: null, video: null };
    this.screen = null;
    this.problem = "";
    this.paused = false;
    this.facing = "user";
    // What the browser refuses: "audio", "video". Asking again is the person's decision.
    this.denied = new Set();
    this.starting = false;
    this.choice = { micOn: true, camOn: true, mic: "", cam: "", sound: SOUND, ...remembered() };
    navigator.mediaDevices?.addEventListener?.("devicechange", () => this.changed());
  }

  get micOn() {
    return Boolean(this.tracks.audio?.enabled);
  }

  get camOn() {
    return Boolean(this.tracks.video);
  }

  get flags() {
    const cam = this.camOn && !this.paused;
    return { mic: this.micOn, cam, screen: Boolean(this.screen) };
  }

  /** What goes to the others: the screen while it is shared, else the camera unless it is paused. */
  get outgoing() {
    const video = this.screen ?? (this.paused ? null : this.tracks.video);
    return { audio: this.#mix?.track ?? this.tracks.audio, video };
  }

  /** Start what was on the last time. One question for both, so that people are asked once. */
  async begin() {
    const want = {};
    if (this.choice.micOn) want.audio = this.#wish("mic");
    if (this.choice.camOn) want.video = this.#wish("cam");
    if (!want.audio && !want.video) return;
    // What a switch would do is not known before the answer is: "mute" must never unmute.
    this.starting = true;
    try {
      this.#take(await this.#ask(want));
    } catch (error) {
      // One of the two is missing or refused: the other shall still work.
      if (want.audio && want.video) {
        await this.#only("audio", want.audio);
        await this.#only("video", want.video);
      } else {
        this.#note(want.audio ? "audio" : "video", error);
      }
    }
    this.starting = false;
    this.changed();
  }

  async #only(kind, wish) {
    try {
      this.#take(await this.#ask({ [kind]: wish }));
    } catch (error) {
      this.#note(kind, error);
    }
  }

  async #ask(want) {
    if (!navigator.mediaDevices) throw new DOMException("insecure page", "NotFoundError");
    return navigator.mediaDevices.getUserMedia(want);
  }

  #wish(name) {
    const base = name === "mic" ? this.choice.sound : VIDEO;
    if (name === "cam" && this.facing === "environment") return { ...base, facingMode: this.facing };
    return this.choice[name] ? { ...base, deviceId: { ideal: this.choice[name] } } : { ...base };
  }

  #take(stream) {
    for (const track of stream.getTracks()) {
      this.tracks[track.kind]?.stop();
      this.tracks[track.kind] = track;
      this.denied.delete(track.kind);
      track.onended = () => this.#ended(track);
      if (track.kind === "audio") this.#listen(track);
    }
    this.problem = "";
  }

  async #ended(track) {
    if (this.tracks[track.kind] !== track) return;
    this.tracks[track.kind] = null;
    // Another camera might show what nobody should see; another microphone hears the same person.
    if (track.kind === "audio") await this.#only("audio", { ...this.choice.sound });
    const other = this.tracks[track.kind];
    if (other) other.enabled = track.enabled;
    const next = other ? ` You are heard through ${other.label || "another one"} now.` : "";
    this.problem = `Your ${NAMES[track.kind]} was unplugged or stopped.${next}`;
    this.changed();
  }

  #note(kind, error) {
    let what = NAMES[kind];
    if (error.name === "NotAllowedError") {
      this.denied.add(kind);
      what = [...this.denied].sort().map((one) => NAMES[one]).join(" and ");
    }
    this.problem = (WORDS[error.name] ?? WORDS.default)(what);
  }

  /** Mute keeps the microphone and sends silence; the first "on" may have to ask for it. */
  async setMic(on) {
    if (this.tracks.audio) this.tracks.audio.enabled = on;
    else if (on) await this.#only("audio", this.#wish("mic"));
    this.#remember({ micOn: this.micOn });
    this.changed();
  }

  /** Off stops the camera, so that its light goes out. */
  async setCam(on) {
    if (on) {
      await this.#only("video", this.#wish("cam"));
    } else {
      this.tracks.video?.stop();
      this.tracks.video = null;
    }
    this.#remember({ camOn: this.camOn });
    this.changed();
  }

  /** Use another device from now on: choose("mic"|"cam", deviceId). */
  async choose(name, device) {
    this.#remember({ [name]: device });
    if (name === "cam") this.facing = "user";
    const kind = KIND[name];
    if (!this.tracks[kind]) return;
    const enabled = this.tracks[kind].enabled;
    await this.#only(kind, this.#wish(name));
    if (this.tracks[kind]) this.tracks[kind].enabled = enabled;
    this.changed();
  }

  /** Turn noise suppression, echo cancellation or gain control on or off: {noiseSuppression: true}. */
  async tune(change) {
    this.#remember({ sound: { ...this.choice.sound, ...change } });
    if (this.tracks.audio) await this.choose("mic", this.choice.mic);
  }

  /** Change between the cameras at the front and at the back of a phone. */
  async flip() {
    this.facing = this.facing === "user" ? "environment" : "user";
    // A phone opens one camera at a time.
    this.tracks.video?.stop();
    await this.#only("video", this.#wish("cam"));
    if (this.problem) this.tracks.video = null;
    this.changed();
  }

  /**
   * Share the screen, with its sound where the browser offers it. The camera stays as it is:
   * stopping the share brings back what was before.
   */
  async share() {
    const stream = await navigator.mediaDevices.getDisplayMedia(SCREEN);
    const [track] = stream.getVideoTracks();
    track.contentHint = "detail";
    track.onended = () => this.unshare();
    this.screen = track;
    const [sound] = stream.getAudioTracks();
    if (sound && this.#sound()) this.#mix = new Mix(this.#sound(), sound, this.tracks.audio);
    this.changed();
  }

  unshare() {
    this.#silence();
    this.changed();
  }

  #silence() {
    this.screen?.stop();
    this.screen = null;
    this.#mix?.stop();
    this.#mix = null;
  }

  /** Return {mic: [...], cam: [...]} of {id, name, chosen}. */
  async devices() {
    const listed = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
    const of = (kind) =>
      listed
        .filter((device) => device.kind === `${kind}input` && device.deviceId)
        .map((device, number) => ({
          id: device.deviceId,
          name: device.label || `${NAMES[kind]} ${number + 1}`,
          chosen: this.tracks[kind]?.getSettings().deviceId === device.deviceId,
        }));
    return { mic: of("audio"), cam: of("video") };
  }

  #sound() {
    const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
    if (Context) this.#context ??= new Context();
    return this.#context;
  }

  #listen(track) {
    this.#mix?.hear(track);
    if (!this.#sound()) return;
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 512;
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
  }

  /** Return how loud the microphone is now, 0-100. */
  level() {
    if (!this.#analyser || !this.micOn) return 0;
    const wave = new Uint8Array(this.#analyser.fftSize);
    this.#analyser.getByteTimeDomainData(wave);
    let sum = 0;
    for (const sample of wave) sum += ((sample - 128) / 128) ** 2;
    return Math.min(100, Math.round(Math.sqrt(sum / wave.length) * 300));
  }

  /** A tap anywhere lets browsers start sound that they held back. */
  wake() {
    this.#context?.resume?.();
  }

  stop() {
    this.#silence();
    for (const track of [this.tracks.audio, this.tracks.video]) track?.stop();
    this.tracks = { audio: null, video: null };
    this.#context?.close?.();
    this.#context = this.#analyser = null;
  }

  #remember(change) {
    Object.assign(this.choice, change);
    try {
      localStorage.setItem(KEY, JSON.stringify(this.choice));
    } catch {
      // Private windows may refuse; then the choice holds for this page only.
    }
  }
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}
