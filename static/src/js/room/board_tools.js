// The hand on the whiteboard: what a press, a drag and a lift mean with each tool.
//
// `hand` is what the board offers: act(ops), live(data), write({place, kind, item}), may(), and
// `tool`, `colour`, `width`. Fingers, mouse, pen and keys all come as begin, move and end.

const LIVE_EVERY = 80;
const MOST_NUMBERS = 1800;
const SHAPES = new Set(["line", "arrow", "rect", "ellipse"]);
const STEP = 20;
const LEAP = 100;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Tools {
  #fingers = new Map();
  #held = null;
  #cross = null;
  #gone = new Set();
  #said = 0;
  #unsaid = [];
  picked = "";

  constructor({ sheet, area, hand }) {
    Object.assign(this, { sheet, area, hand });
    area.addEventListener("pointerdown", (event) => this.#down(event));
    area.addEventListener("pointermove", (event) => this.#moved(event));
    for (const name of ["pointerup", "pointercancel"]) area.addEventListener(name, (event) => this.#up(event));
    area.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    area.addEventListener("keydown", (event) => this.#key(event));
    area.addEventListener("blur", () => this.#uncross());
    area.addEventListener("dblclick", (event) => this.#open(this.sheet.hit(this.sheet.at(event))));
  }

  #down(event) {
    if (event.button) return;
    this.area.focus({ preventScroll: true });
    this.#uncross();
    this.area.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, [event.clientX, event.clientY]);
    if (this.#fingers.size > 1) this.drop();
    else this.#begin(this.sheet.at(event));
  }

  #moved(event) {
    if (!this.#fingers.has(event.pointerId)) {
      if (this.hand.tool === "laser" && event.pointerType === "mouse") this.#point(this.sheet.at(event));
      return;
    }
    if (this.#fingers.size === 2) this.#pinch(event);
    this.#fingers.set(event.pointerId, [event.clientX, event.clientY]);
    if (this.#fingers.size > 1 || !this.#held) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) this.#move(this.sheet.at(one));
  }

  #up(event) {
    if (!this.#fingers.delete(event.pointerId)) return;
    if (event.type === "pointercancel") this.drop();
    else if (!this.#fingers.size) this.#end();
  }

  /** Two fingers move and zoom the view. */
  #pinch(event) {
    const other = [...this.#fingers.entries()].find(([id]) => id !== event.pointerId)[1];
    const before = this.#fingers.get(event.pointerId);
    const now = [event.clientX, event.clientY];
    const far = (place) => Math.hypot(place[0] - other[0], place[1] - other[1]) || 1;
    const scale = this.sheet.svg.getScreenCTM().a;
    const middle = { clientX: (now[0] + other[0]) / 2, clientY: (now[1] + other[1]) / 2 };
    this.sheet.zoomBy(far(now) / far(before), this.sheet.at(middle));
    this.sheet.pan((before[0] - now[0]) / 2 / scale, (before[1] - now[1]) / 2 / scale);
  }

  #wheel(event) {
    event.preventDefault();
    if (event.ctrlKey) this.sheet.zoomBy(Math.exp(-event.deltaY / 200), this.sheet.at(event));
    else this.sheet.pan(event.deltaX / this.sheet.zoom, event.deltaY / this.sheet.zoom);
  }

  #begin(place) {
    const { tool } = this.hand;
    if (tool === "select") {
      this.pick(this.sheet.hit(place));
      this.#held = { from: place, to: place };
      return;
    }
    if (!this.hand.may()) return;
    if (tool === "text" || tool === "note") {
      this.hand.write({ place, kind: tool });
      return;
    }
    this.#held = { from: place, to: place, points: [...place] };
    this.#move(place);
  }

  #move(place) {
    const held = this.#held;
    if (!held) return;
    const { tool } = this.hand;
    held.to = place;
    if (tool === "pen") this.#stroke(place);
    else if (tool === "erase") this.#rub(place);
    else if (tool === "laser") this.#point(place);
    else if (SHAPES.has(tool)) this.sheet.sketch(this.#shape());
    else if (this.picked) this.sheet.frame(this.picked, place[0] - held.from[0], place[1] - held.from[1]);
  }

  #end() {
    const held = this.#held;
    this.#held = null;
    if (!held) return;
    const { tool } = this.hand;
    const [dx, dy] = [held.to[0] - held.from[0], held.to[1] - held.from[1]];
    if (tool === "pen") this.#put({ k: "pen", w: this.hand.width, p: held.points });
    else if (tool === "erase" && this.#gone.size) this.hand.act([{ o: "erase", ids: [...this.#gone].slice(0, 200) }]);
    else if (SHAPES.has(tool) && Math.abs(dx) + Math.abs(dy) > 4) this.#put(this.#shape(held));
    else if (tool === "select" && this.picked) this.#shift(dx, dy);
    this.#gone.clear();
    this.#unsaid = [];
    this.sheet.sketch(null);
  }

  /** Let go of what is under way without putting it on the page. */
  drop() {
    this.#held = null;
    for (const id of this.#gone) this.sheet.node(id)?.removeAttribute("visibility");
    this.#gone.clear();
    this.#unsaid = [];
    this.sheet.sketch(null);
    if (this.picked) this.sheet.frame(this.picked);
  }

  #stroke(place) {
    const { points } = this.#held;
    const far = Math.hypot(place[0] - points[points.length - 2], place[1] - points[points.length - 1]);
    if (far >= 3) points.push(...place);
    this.sheet.sketch({ id: "ghost", k: "pen", c: this.hand.colour, w: this.hand.width, p: points });
    if (far >= 3) this.#show(place, { laser: false, w: this.hand.width });
    if (points.length < MOST_NUMBERS) return;
    // A stroke as long as a message may be: go on with the next one from here.
    this.#put({ k: "pen", w: this.hand.width, p: points });
    this.#held = { from: place, to: place, points: [...place] };
  }

  #point(place) {
    if (this.hand.may()) this.#show(place, { laser: true, w: 14 });
  }

  #show(place, look) {
    this.#unsaid.push(...place);
    const moment = performance.now();
    if (moment - this.#said < LIVE_EVERY) return;
    this.#said = moment;
    this.hand.live({ ...look, c: look.laser ? "red" : this.hand.colour, p: this.#unsaid.slice(-64) });
    this.#unsaid = [];
  }

  #rub(place) {
    const id = this.sheet.hit(place);
    if (!id || this.#gone.has(id)) return;
    this.#gone.add(id);
    this.sheet.node(id).setAttribute("visibility", "hidden");
  }

  #shape({ from, to } = this.#held) {
    return { id: "ghost", k: this.hand.tool, c: this.hand.colour, w: this.hand.width, p: [...from, ...to] };
  }

  #put(item) {
    this.hand.act([{ o: "add", item: { ...item, id: newId(), c: this.hand.colour } }]);
  }

  #shift(dx, dy) {
    this.sheet.frame(this.picked);
    if (Math.abs(dx) + Math.abs(dy) < 3 || !this.hand.may()) return;
    const id = this.picked;
    this.hand.act([{ o: "move", ids: [id], dx, dy }]);
    this.pick(id);
  }

  pick(id) {
    if (this.picked) this.sheet.node(this.picked)?.removeAttribute("transform");
    this.picked = id;
    this.sheet.frame(id);
  }

  #open(id) {
    const item = this.sheet.item(id);
    if (item?.t && this.hand.tool === "select" && this.hand.may()) {
      this.hand.write({ place: item.p, kind: item.k, item });
    }
  }

  #key(event) {
    const arrow = ARROWS[event.key];
    if (arrow) {
      event.preventDefault();
      this.#walk(arrow, event.shiftKey ? LEAP : STEP);
    } else if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      this.#press(event.key === "Enter");
    } else if ((event.key === "Delete" || event.key === "Backspace") && this.picked && this.hand.may()) {
      this.hand.act([{ o: "erase", ids: [this.picked] }]);
      this.pick("");
    } else if (event.key === "Escape" && (this.#held || this.picked)) {
      event.stopPropagation();
      this.drop();
      this.pick("");
    }
  }

  #walk([x, y], far) {
    if (this.picked && !this.#held) {
      this.#shift(x * far, y * far);
      return;
    }
    const [ax, ay] = this.#cross ?? [780, 480];
    this.#cross = [Math.min(1600, Math.max(0, ax + x * far)), Math.min(1000, Math.max(0, ay + y * far))];
    this.sheet.cross(this.#cross);
    if (this.hand.tool === "laser") this.#point(this.#cross);
    else this.#move(this.#cross);
  }

  /** Space puts the pen down where the cross is and lifts it again; Enter opens what is picked. */
  #press(enter) {
    if (enter && this.picked) {
      this.#open(this.picked);
      return;
    }
    this.#cross ??= [800, 500];
    this.sheet.cross(this.#cross);
    if (this.#held) this.#end();
    else this.#begin(this.#cross);
    if (this.hand.tool === "select") this.#held = null;
  }

  #uncross() {
    if (this.#held && this.#cross) this.drop();
    this.#cross = null;
    this.sheet.cross(null);
  }
}

export function newId() {
  return crypto.getRandomValues(new Uint32Array(3)).reduce((text, n) => text + n.toString(36), "").slice(0, 20);
}
