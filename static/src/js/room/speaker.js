// Who speaks: the loudest of those we hear, once they were so for a second.

const LISTEN_EVERY = 300;
const SWITCH_AFTER = 1000;
const LOUD = 0.02;
const MY_LOUD = 6;

export class Speaker {
  #loudSince = new Map();

  /** `changed()` is called when `now` (a pid or "") or `me` (whether one speaks oneself) moved. */
  constructor({ call, media, changed }) {
    Object.assign(this, { call, media, changed });
    this.now = "";
    this.me = false;
    this.timer = setInterval(() => this.#listen(), LISTEN_EVERY);
  }

  #loudest() {
    let loudest = "";
    let most = LOUD;
    for (const [pid, { peer }] of this.call.people) {
      const receiver = peer.pc.getReceivers().find((one) => one.track?.kind === "audio");
      const level = receiver?.getSynchronizationSources()[0]?.audioLevel ?? 0;
      if (level > most) [most, loudest] = [level, pid];
    }
    return loudest;
  }

  #listen() {
    const me = this.media.level() > MY_LOUD;
    const before = this.now;
    this.#hear(this.#loudest());
    if (me === this.me && before === this.now) return;
    this.me = me;
    this.changed();
  }

  #hear(loudest) {
    const moment = performance.now();
    if (!loudest || loudest === this.now) {
      this.#loudSince.clear();
      return;
    }
    const since = this.#loudSince.get(loudest) ?? moment;
    this.#loudSince = new Map([[loudest, since]]);
    if (this.call.people.has(this.now) && moment - since < SWITCH_AFTER) return;
    this.now = loudest;
  }

  close() {
    clearInterval(this.timer);
  }
}
