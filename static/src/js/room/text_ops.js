// Changes to a text that several people write at once. The same as live/text_ops.py: an op is a
// list read from the start of the text: a number above 0 keeps so many letters, one below 0 drops
// them, a string is put in; what follows the last part is kept. Letters are UTF-16 units.

/** Return the text after an op. */
export function apply(text, op) {
  let at = 0;
  let out = "";
  for (const part of op) {
    if (typeof part === "string") out += part;
    else if (part > 0) out += text.slice(at, (at += part));
    else at -= part;
  }
  return out + text.slice(at);
}

/** Of two ops on one text, of which `first` comes first, return [first after second, second after first]. */
export function transform(first, second) {
  const [a, b] = [new Reader(first), new Reader(second)];
  const [first2, second2] = [new Writer(), new Writer()];
  while (a.part !== undefined || b.part !== undefined) {
    if (typeof a.part === "string") {
      first2.put(a.part);
      second2.keep(a.part.length);
      a.next();
    } else if (typeof b.part === "string") {
      first2.keep(b.part.length);
      second2.put(b.part);
      b.next();
    } else {
      const length = Math.min(a.left, b.left);
      if (!(b.part < 0)) a.part < 0 ? first2.drop(length) : first2.keep(length);
      if (!(a.part < 0)) b.part < 0 ? second2.drop(length) : second2.keep(length);
      a.take(length);
      b.take(length);
    }
  }
  return [first2.op(), second2.op()];
}

/** Return one op that does what `first` and then `second` do. */
export function compose(first, second) {
  const [a, b, out] = [new Reader(first), new Reader(second), new Writer()];
  while (a.part !== undefined || b.part !== undefined) {
    if (a.part < 0) {
      out.drop(-a.part);
      a.next();
    } else if (typeof b.part === "string") {
      out.put(b.part);
      b.next();
    } else {
      const length = Math.min(a.left, b.left);
      if (typeof a.part === "string") {
        if (!(b.part < 0)) out.put(a.part.slice(0, length));
      } else if (b.part < 0) out.drop(length);
      else out.keep(length);
      a.take(length);
      b.take(length);
    }
  }
  return out.op();
}

/** Return the op between two texts, as one piece that changed; null if they are the same. */
export function difference(before, after) {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  if (isHigh(before, start - 1)) start -= 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  if (isLow(before, before.length - end)) end -= 1;
  const out = new Writer();
  if (start) out.keep(start);
  const dropped = before.length - start - end;
  if (dropped) out.drop(dropped);
  const put = after.slice(start, after.length - end);
  if (put) out.put(put);
  return out.op();
}

/** Return where a place in the text is after somebody else's op; what is put in there goes behind it. */
export function moved(place, op) {
  let at = 0;
  let now = place;
  for (const part of op) {
    if (at >= place && !(part < 0)) break;
    if (typeof part === "string") now += part.length;
    else if (part > 0) at += part;
    else {
      now -= Math.max(0, Math.min(place, at - part) - at);
      at -= part;
    }
  }
  return now;
}

const isHigh = (text, at) => at >= 0 && /[\ud800-\udbff]/.test(text[at] ?? "");
const isLow = (text, at) => /[\udc00-\udfff]/.test(text[at] ?? "");

class Reader {
  constructor(op) {
    this.parts = op;
    this.at = -1;
    this.next();
  }

  next() {
    this.at += 1;
    this.part = this.parts[this.at];
  }

  /** How far the part reaches; what follows an op is kept without end. */
  get left() {
    if (this.part === undefined) return Infinity;
    return typeof this.part === "string" ? this.part.length : Math.abs(this.part);
  }

  take(length) {
    if (this.part === undefined) return;
    if (length === this.left) this.next();
    else if (typeof this.part === "string") this.part = this.part.slice(length);
    else this.part -= this.part > 0 ? length : -length;
  }
}

class Writer {
  #parts = [];

  keep(length) {
    const last = this.#parts.at(-1);
    if (last > 0 && typeof last === "number") this.#parts[this.#parts.length - 1] += length;
    else this.#parts.push(length);
  }

  drop(length) {
    const last = this.#parts.at(-1);
    if (last < 0 && typeof last === "number") this.#parts[this.#parts.length - 1] -= length;
    else this.#parts.push(-length);
  }

  put(text) {
    if (typeof this.#parts.at(-1) === "string") this.#parts[this.#parts.length - 1] += text;
    else this.#parts.push(text);
  }

  op() {
    const last = this.#parts.at(-1);
    if (typeof last === "number" && last > 0) this.#parts.pop();
    return this.#parts;
  }
}
