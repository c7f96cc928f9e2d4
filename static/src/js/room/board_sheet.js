// The sheet of the whiteboard on screen: draws items, knows where a finger is, zooms.

import { drawn, HEIGHT, path, svg, COLOURS, WIDTH } from "./board_draw.js";

/** The class of the sheet's picture. */
export const SHEET = "board-svg";
const MOST_ZOOM = 6;
const POINTER_FADES = 900;
const STROKE_FADES = 4000;

export class Sheet {
  #nodes = new Map();
  #trails = new Map();
  zoom = 1;
  #left = 0;
  #top = 0;

  constructor(root) {
    this.root = root;
    this.items = svg("g");
    this.over = svg("g", { "pointer-events": "none" });
    const paper = svg("rect", { width: WIDTH, height: HEIGHT, fill: "#fff" });
    this.svg = svg("svg", { class: SHEET }, [paper, this.items, this.over]);
    root.append(this.svg);
    this.#look();
  }

  /** Show these items (Map id -> item, lowest first); what has not changed stays as it is. */
  draw(items) {
    for (const [id, { node }] of this.#nodes) {
      if (items.has(id)) continue;
      node.remove();
      this.#nodes.delete(id);
    }
    let below = null;
    for (const [id, item] of items) {
      const known = this.#nodes.get(id);
      const node = known?.item === item ? known.node : drawn(item);
      if (known && known.node !== node) known.node.replaceWith(node);
      // What is put back stands where it stood, not on top: so it is for all, and in the saved picture.
      const place = below ? below.nextSibling : this.items.firstChild;
      if (place !== node) this.items.insertBefore(node, place);
      this.#nodes.set(id, { item, node });
      below = node;
    }
  }

  item(id) {
    return this.#nodes.get(id)?.item;
  }

  node(id) {
    return this.#nodes.get(id)?.node;
  }

  /** Return where a pointer is on the page, in whole units. */
  at(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return [clamp(point.x, WIDTH), clamp(point.y, HEIGHT)];
  }

  /** Return the id of the item at a place of the page, "" if there is none. */
  hit([x, y]) {
    const place = new DOMPoint(x, y).matrixTransform(this.svg.getScreenCTM());
    const found = document.elementsFromPoint(place.x, place.y).find((one) => one.closest?.("[data-item]"));
    return found?.closest("[data-item]").dataset.item ?? "";
  }

  /** Show what one is about to put on the page; null takes it away. */
  sketch(item) {
    this.ghost?.remove();
    this.ghost = item ? drawn(item) : null;
    if (this.ghost) this.over.append(this.ghost);
  }

  /** Put a frame around an item, shifted while it is dragged; "" takes it away. */
  frame(id, dx = 0, dy = 0) {
    this.ring?.remove();
    this.ring = null;
    const node = this.node(id);
    if (!node) return;
    node.setAttribute("transform", `translate(${dx} ${dy})`);
    const { x, y, width, height } = node.getBBox();
    this.ring = svg("rect", {
      class: "board-ring",
      x: x + dx - 8,
      y: y + dy - 8,
      width: width + 16,
      height: height + 16,
      rx: 8,
    });
    this.over.append(this.ring);
  }

  /** Show a cross where the keys are; null takes it away. */
  cross(place) {
    this.mark?.remove();
    this.mark = null;
    if (!place) return;
    const [x, y] = place;
    this.mark = svg("path", { class: "board-cross", d: `M${x - 26} ${y}H${x + 26}M${x} ${y - 26}V${y + 26}` });
    this.over.append(this.mark);
  }

  /** Show what somebody's hand does just now: a pointer fades, a stroke stays until it is told. */
  trail(pid, { laser, c, w, p }) {
    const old = this.#trails.get(pid);
    const points = old && old.laser === laser ? [...old.points, ...p].slice(laser ? -64 : -4000) : p;
    this.untrail(pid);
    const line = { fill: "none", stroke: COLOURS[c], "stroke-width": w, "stroke-linecap": "round" };
    const node = svg("path", { ...line, d: path(points), class: laser ? "board-laser" : "" });
    this.over.append(node);
    const timer = setTimeout(() => this.untrail(pid), laser ? POINTER_FADES : STROKE_FADES);
    this.#trails.set(pid, { node, points, laser, timer });
  }

  untrail(pid) {
    const old = this.#trails.get(pid);
    clearTimeout(old?.timer);
    old?.node.remove();
    this.#trails.delete(pid);
  }

  clear() {
    for (const pid of [...this.#trails.keys()]) this.untrail(pid);
    this.sketch(null);
    this.frame("");
  }

  /** Zoom by a factor around a place of the page. */
  zoomBy(factor, [x, y] = [this.#left + WIDTH / this.zoom / 2, this.#top + HEIGHT / this.zoom / 2]) {
    const zoom = Math.min(MOST_ZOOM, Math.max(1, this.zoom * factor));
    this.#left = x - ((x - this.#left) * this.zoom) / zoom;
    this.#top = y - ((y - this.#top) * this.zoom) / zoom;
    this.zoom = zoom;
    this.#look();
  }

  /** Move the view by so many units of the page. */
  pan(dx, dy) {
    this.#left += dx;
    this.#top += dy;
    this.#look();
  }

  #look() {
    const [width, height] = [WIDTH / this.zoom, HEIGHT / this.zoom];
    this.#left = Math.min(WIDTH - width, Math.max(0, this.#left));
    this.#top = Math.min(HEIGHT - height, Math.max(0, this.#top));
    this.svg.setAttribute("viewBox", `${this.#left} ${this.#top} ${width} ${height}`);
  }
}

function clamp(value, most) {
  return Math.round(Math.min(most, Math.max(0, value)));
}
