// One page of the whiteboard as the server tells it: a base, steps in order, some taken back.
// The same rules as live/board_ops.py.

/** Return what stands on a page, lowest first: Map id -> item. */
export function fold(base, steps) {
  const items = new Map(base.map((item) => [item.id, item]));
  for (const step of steps) for (const op of step.ops) act(items, op);
  return items;
}

function act(items, op) {
  if (op.o === "clear") items.clear();
  else if (op.o === "erase") for (const id of op.ids) items.delete(id);
  else if (op.o === "add") {
    if (!items.has(op.item.id)) items.set(op.item.id, op.item);
  } else if (op.o === "text") {
    const item = items.get(op.id);
    if (item && "t" in item) items.set(op.id, { ...item, t: op.t });
  } else if (op.o === "move") {
    for (const id of op.ids) {
      const item = items.get(id);
      if (item) items.set(id, { ...item, p: item.p.map((n, place) => n + (place % 2 ? op.dy : op.dx)) });
    }
  }
}

export class Page {
  base = [];
  steps = [];
  seq = -1;
  /** Own steps that the server has not told yet: id -> ops. */
  waiting = new Map();

  get loaded() {
    return this.seq >= 0;
  }

  load({ base, steps, seq }) {
    this.base = base;
    this.steps = steps;
    this.seq = seq;
    for (const step of steps) if (step.mine) this.waiting.delete(step.id);
  }

  /** Take the next news; false if something before it was missed. */
  take(message) {
    if (message.seq <= this.seq) return true;
    if (message.seq !== this.seq + 1) return false;
    this.seq = message.seq;
    if (message.t === "wb") {
      this.steps.push({ ...message, undone: false });
      if (message.mine) this.waiting.delete(message.id);
    } else {
      const step = this.steps.find((one) => one.seq === message.step);
      if (!step) return false;
      step.undone = message.undone;
    }
    return true;
  }

  get items() {
    const kept = this.steps.filter((step) => !step.undone);
    return fold(this.base, [...kept, ...[...this.waiting.values()].map((ops) => ({ ops }))]);
  }

  get #lastOfMine() {
    return Math.max(0, ...this.steps.filter((one) => one.mine && !one.undone).map((one) => one.seq));
  }

  get canUndo() {
    return this.#lastOfMine > 0;
  }

  get canRedo() {
    const last = this.#lastOfMine;
    return this.steps.some((one) => one.mine && one.undone && one.seq > last);
  }
}
