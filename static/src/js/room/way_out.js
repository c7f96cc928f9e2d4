// A mentor who is late: until when one waits, and from when on one may leave with one's money back.

export class WayOut {
  #timer = 0;

  /** `root` is null for the mentor; `now` is the server's clock as the page was made. */
  constructor({ root, startsAt, now, line }) {
    Object.assign(this, { root, startsAt: Date.parse(startsAt), line });
    this.offset = now - Date.now();
    // Who leaves by it says goodbye first, so as not to be thrown out of a seat just given up.
    root?.addEventListener("submit", () => line.stop());
  }

  get #now() {
    return Date.now() + this.offset;
  }

  /** Whether the class should have begun. */
  get late() {
    return this.#now >= this.startsAt;
  }

  /** Show the way out once `at` (null: there is none) has come; `again()` is called when it reads otherwise. */
  plan(at, again) {
    if (!this.root) return;
    clearTimeout(this.#timer);
    // The time is told in whole seconds, cut off: pressed at once, the server would still refuse.
    const opens = at ? Date.parse(at) + 1000 : Infinity;
    this.root.hidden = this.#now < opens;
    const next = Math.min(...[this.startsAt, opens].filter((moment) => moment > this.#now));
    if (Number.isFinite(next)) this.#timer = setTimeout(again, Math.min(next - this.#now + 50, 2 ** 31 - 1));
  }

  get open() {
    return Boolean(this.root && !this.root.hidden);
  }

  close() {
    clearTimeout(this.#timer);
  }
}
