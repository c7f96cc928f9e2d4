// One part of a recording: a MediaRecorder whose chunks go up in order, each until it is there.
// A crash loses the second that was not up yet; a lost line loses nothing, up to MOST_WAITING.

import { send } from "./api.js";
import { Composition } from "./compose.js";

const CHUNK_MS = 1000;
const KINDS = ["video/webm;codecs=vp8,opus", "video/webm;codecs=vp9,opus", "video/webm", "video/mp4"];
const RATES = { videoBitsPerSecond: 1_000_000, audioBitsPerSecond: 96_000 };
const AGAIN_MS = [500, 1000, 2000, 4000];
// So many may wait on a line that works: with more, or any after the end, leaving the page asks first.
const FEW = 2;
// Five minutes without a connection, about 40 MB: then the part ends, and what there is waits.
const MOST_WAITING = 300;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether this browser can record a call. */
export function canRecord() {
  return Boolean(globalThis.MediaRecorder && HTMLCanvasElement.prototype.captureStream && kind());
}

function kind() {
  return KINDS.find((one) => MediaRecorder.isTypeSupported(one));
}

export class Recorder {
  #queue = [];
  #rest = [];
  #number = 0;
  #over = false;
  #pumping = null;
  #ask = (event) => {
    const waiting = this.#queue.filter(({ data }) => data).length;
    if (waiting > (this.stoppedAt ? 0 : FEW)) event.preventDefault();
  };

  /** `failed(words)` is called once if the recording cannot go on; `url` takes chunk numbers. */
  constructor({ room, url, failed }) {
    Object.assign(this, { url, failed, timer: room.timer });
    this.composition = new Composition(room);
    this.type = kind();
    this.recorder = new MediaRecorder(this.composition.stream, { mimeType: this.type, ...RATES });
    this.recorder.ondataavailable = ({ data }) => this.#take(data);
    this.recorder.onerror = () => this.#fail("Your browser stopped recording.");
    this.recorder.start(CHUNK_MS);
    addEventListener("beforeunload", this.#ask);
  }

  /** How many chunks are up. */
  get sent() {
    return this.#number;
  }

  #take(data) {
    if (this.#over || !data.size) return;
    if (this.stoppedAt) {
      this.#rest.push({ data, ended: this.stoppedAt, last: false });
      return;
    }
    this.#queue.push({ data, ended: this.timer.now, last: false });
    this.#pump();
    if (this.#queue.length < MOST_WAITING) return;
    this.finish();
    this.failed("The connection is too slow to record on. What is recorded so far is sent when it is better.");
  }

  #pump() {
    this.#pumping ??= this.#send().finally(() => (this.#pumping = null));
  }

  async #send() {
    for (let tries = 0; this.#queue.length && !this.#over; ) {
      const { data, ended, last } = this.#queue[0];
      const told = new URLSearchParams({ ended: new Date(ended).toISOString(), last });
      const answer = await send(`${this.url(this.#number)}?${told}`, data, this.type);
      if (this.#over) return;
      if (answer.ok) {
        this.#queue.shift();
        if (last) removeEventListener("beforeunload", this.#ask);
        else this.#number += 1;
        tries = 0;
      } else if (answer.again) {
        await pause(AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]);
        tries += 1;
      } else if (answer.code === "not_recording") {
        // Somebody said no, or it was stopped: the room hears of it by itself.
        this.#queue = this.#queue.filter((one) => one.last);
        this.finish({ whole: false });
      } else {
        this.#fail(answer.message);
      }
    }
  }

  #fail(words) {
    if (this.#over) return;
    this.drop();
    this.failed(words);
  }

  /** Stop at once; what is not up yet is thrown away. */
  drop() {
    this.#over = true;
    this.#queue.length = 0;
    removeEventListener("beforeunload", this.#ask);
    if (this.recorder.state !== "inactive") this.recorder.stop();
    this.composition.close();
  }

  /**
   * Stop now and go on sending what there is, however long that takes. Without `whole` the second
   * that had begun is thrown away: it may hold what came after somebody's no.
   */
  finish({ whole = true } = {}) {
    if (this.#over || this.stoppedAt) return;
    this.stoppedAt = this.timer.now;
    this.recorder.onstop = () => {
      this.composition.close();
      if (whole) this.#queue.push(...this.#rest);
      this.#queue.push({ data: null, ended: this.stoppedAt, last: true });
      this.#pump();
    };
    if (this.recorder.state === "inactive") this.recorder.onstop();
    else this.recorder.stop();
  }
}
