// A text that several people write at once, as one page holds it. It knows no page and no socket.
//
// `flight` is what was sent and not yet heard back, `rest` what was written meanwhile: both stand on
// the server's text as of `rev`, and what others write is put before them.

import { apply, compose, difference, transform } from "./text_ops.js";

export class SharedText {
  #early = new Map();
  flight = null;
  rest = null;
  rev = -1;
  text = "";

  /** `changed(op)` tells of what somebody else wrote, made of the text the page shows. */
  constructor(changed) {
    this.changed = changed;
  }

  /** Whether the server's text is known here. */
  get isKnown() {
    return this.rev >= 0;
  }

  /** Whether changes of others are missing. */
  get hasGap() {
    return this.#early.size > 0;
  }

  /** Whether everything written here is with the server. */
  get isSaved() {
    return !this.flight && !this.rest;
  }

  /** Begin with the server's text; what had not arrived is given up. */
  load(rev, text) {
    Object.assign(this, { rev, text, flight: null, rest: null });
    this.#early.clear();
  }

  /** Take what the page shows now. */
  write(text) {
    const op = difference(this.text, text);
    if (!op) return;
    this.text = text;
    this.rest = this.rest ? compose(this.rest, op) : op;
  }

  /** Return {id, rev, op} to send now, null if nothing waits or something is on its way. */
  next(id) {
    if (this.flight || !this.rest) return null;
    this.flight = { id, op: this.rest };
    this.rest = null;
    return this.again();
  }

  /** Return what was on its way, to send it once more; the server takes it once. */
  again() {
    return this.flight && { id: this.flight.id, rev: this.rev, op: this.flight.op };
  }

  /** Take a change the server has put in order, {rev, id, op, mine}; any order, any repeat. */
  take(edit) {
    if (!this.isKnown || edit.rev <= this.rev) return;
    this.#early.set(edit.rev, edit);
    while (this.#early.has(this.rev + 1)) {
      const next = this.#early.get(this.rev + 1);
      this.#early.delete(this.rev + 1);
      this.rev += 1;
      this.#one(next);
    }
  }

  #one({ id, op, mine }) {
    if (mine && id === this.flight?.id) {
      this.flight = null;
      return;
    }
    let theirs = op;
    if (this.flight) [theirs, this.flight.op] = transform(theirs, this.flight.op);
    if (this.rest) [theirs, this.rest] = transform(theirs, this.rest);
    this.text = apply(this.text, theirs);
    this.changed(theirs);
  }
}
