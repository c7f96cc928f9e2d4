// Time by the server's clock: how long the class has run and how much is left.

export class Timer {
  #offset = 0;
  #start = 0;
  #end = 0;

  constructor(element) {
    this.element = element;
    this.tick = setInterval(() => this.draw(), 1000);
  }

  /** Take the server's clock (ms) and the moments of the session (ISO). */
  set({ now, opened_at: opened, starts_at: starts, ends_at: ends }) {
    this.#offset = now - Date.now();
    this.#start = Date.parse(opened ?? starts);
    this.#end = Date.parse(ends);
    this.draw();
  }

  /** The server's time (ms since 1970). */
  get now() {
    return Date.now() + this.#offset;
  }

  /** Return how long the class has run, in milliseconds. */
  get elapsed() {
    return this.#start ? Math.max(0, this.now - this.#start) : 0;
  }

  /** The end moved: all who are there agreed on more time. */
  move(ends) {
    this.#end = Date.parse(ends);
    this.draw();
  }

  /** Return the moment of the end (ms since 1970), and how long it is until then. */
  get ends() {
    return this.#end;
  }

  get left() {
    return this.#end - this.now;
  }

  draw() {
    if (!this.#end) return;
    const { left } = this;
    const over = left < 0;
    this.element.textContent = `${span(this.elapsed)} · ${span(Math.abs(left))} ${over ? "over" : "left"}`;
    this.element.classList.toggle("is-over", over);
  }

  stop() {
    clearInterval(this.tick);
  }
}

/** Write milliseconds as 4:05 or 1:04:05. */
export function span(ms) {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  const hours = Math.floor(seconds / 3600);
  const text = parts.map((part) => String(part).padStart(2, "0"));
  return hours ? `${hours}:${text.join(":")}` : `${parts[0]}:${text[1]}`;
}
