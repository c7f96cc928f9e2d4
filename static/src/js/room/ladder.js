// The data ladder: full video, small video, sound only. It steps down when the connection stays
// poor, and back up after it was good for a while; a person may hold it lower.

import { keep, recall } from "./memory.js";

const KEY = "room-data";
export const LEVELS = ["full", "reduced", "audio"];
const POOR_LOOKS = 3;
const GOOD_LOOKS = 15;
const LONGEST = 120;
const SHORT = 60;

const WORDS = {
  down: {
    reduced: "Your connection is weak. Video is smaller now, so that you hear each other well.",
    audio: "Your connection is very weak. Video is paused; you still hear each other.",
  },
  up: {
    reduced: "Your connection is better. Video is back, in a small size.",
    full: "Your connection is good again. Video is back to its full size.",
  },
};

export class Ladder {
  #auto = 0;
  #poor = 0;
  #good = 0;
  #looks = 0;
  #climbed = -SHORT;
  #patience = GOOD_LOOKS;

  /** `moved(level)` is called after each step, `said(text)` when the step was not the person's. */
  constructor({ moved, said }) {
    Object.assign(this, { moved, said });
    const kept = recall(KEY, "full");
    this.chosen = LEVELS.includes(kept) ? kept : "full";
  }

  /** The step that holds now: the lower of what was chosen and what the connection allows. */
  get level() {
    return LEVELS[Math.max(this.#auto, LEVELS.indexOf(this.chosen))];
  }

  /** Hold at "full", "reduced" or "audio" from now on, also in the next session. */
  choose(level) {
    this.chosen = LEVELS.includes(level) ? level : "full";
    this.#auto = 0;
    keep(KEY, this.chosen);
    this.moved(this.level);
  }

  /** Take how the connection was: 1 poor, 2 fair, 3 good; once every look at the links. */
  take(quality) {
    if (!quality) return;
    this.#looks += 1;
    this.#poor = quality === 1 ? this.#poor + 1 : 0;
    this.#good = quality === 3 ? this.#good + 1 : 0;
    const step = LEVELS.indexOf(this.level);
    if (this.#poor >= POOR_LOOKS && step < LEVELS.length - 1) {
      // Going up did not last: wait longer the next time.
      if (this.#looks - this.#climbed < SHORT) this.#patience = Math.min(LONGEST, 2 * this.#patience);
      this.#go(step + 1, "down");
    } else if (this.#good >= this.#patience && this.#auto > 0) {
      this.#climbed = this.#looks;
      this.#go(this.#auto - 1, "up");
    }
  }

  #go(step, way) {
    const before = this.level;
    this.#auto = step;
    this.#poor = this.#good = 0;
    if (this.level === before) return;
    this.said(WORDS[way][this.level]);
    this.moved(this.level);
  }
}
