// Items of the whiteboard as SVG elements, as live/board_picture.py draws them. Texts are text.

export const WIDTH = 1600;
export const HEIGHT = 1000;
export const COLOURS = {
  ink: "#17211f",
  red: "#ae2018",
  orange: "#b35c00",
  green: "#1e6a3a",
  blue: "#1b5985",
  violet: "#6b3fa0",
  grey: "#68736f",
  marigold: "#f2a71b",
};
const TINTS = {
  ink: "#ecefe9",
  red: "#fbdcd8",
  orange: "#fde3c8",
  green: "#d5efdd",
  blue: "#d6e8f5",
  violet: "#e7dcf5",
  grey: "#e6e9e7",
  marigold: "#fdebc3",
};
const SVG = "http://www.w3.org/2000/svg";
const NOTE_SIDE = 240;
const NOTE_PAD = 18;
const INNER = NOTE_SIDE - 2 * NOTE_PAD;
// A thin line is hard to hit with a finger.
const REACH = 28;

export function svg(tag, attributes = {}, children = []) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Return the element of an item; `data-item` names it. */
export function drawn(item) {
  const group = svg("g", { "data-item": item.id }, parts(item));
  return group;
}

function parts(item) {
  const colour = COLOURS[item.c];
  if (item.k === "note") return note(item);
  if (item.k === "text") return [words(item.t.split("\n"), ...item.p, item.s, colour)];
  const line = { fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" };
  const shape = item.k === "pen" ? { tag: "path", d: path(item.p) } : outline(item.k, item.p);
  const { tag, ...where } = shape;
  const seen = svg(tag, { ...where, ...line, stroke: colour, "stroke-width": item.w });
  const reach = svg(tag, { ...where, ...line, stroke: "transparent", "stroke-width": Math.max(REACH, item.w) });
  return [seen, reach];
}

/** Return a stroke as path data: curves through the middles of its points. */
export function path(points) {
  const pairs = [];
  for (let place = 0; place < points.length; place += 2) pairs.push([points[place], points[place + 1]]);
  const [x, y] = pairs[0];
  const last = pairs[pairs.length - 1];
  if (pairs.length < 3) return `M${x} ${y}L${last[0]} ${last[1]}`;
  let data = `M${x} ${y}`;
  for (let place = 1; place < pairs.length - 1; place += 1) {
    const [ax, ay] = pairs[place];
    const [bx, by] = pairs[place + 1];
    data += `Q${ax} ${ay} ${(ax + bx) / 2} ${(ay + by) / 2}`;
  }
  return `${data}L${last[0]} ${last[1]}`;
}

function outline(kind, [ax, ay, bx, by]) {
  const [width, height] = [Math.abs(bx - ax), Math.abs(by - ay)];
  if (kind === "rect") return { tag: "rect", x: Math.min(ax, bx), y: Math.min(ay, by), width, height, rx: 6 };
  if (kind === "ellipse") {
    return { tag: "ellipse", cx: (ax + bx) / 2, cy: (ay + by) / 2, rx: width / 2, ry: height / 2 };
  }
  const line = `M${ax} ${ay}L${bx} ${by}`;
  return { tag: "path", d: kind === "arrow" ? line + head(ax, ay, bx, by) : line };
}

function head(ax, ay, bx, by) {
  const angle = Math.atan2(by - ay, bx - ax);
  const [one, two] = [0.5, -0.5].map((turn) => [
    Math.round(bx - 28 * Math.cos(angle + turn)),
    Math.round(by - 28 * Math.sin(angle + turn)),
  ]);
  return `M${one[0]} ${one[1]}L${bx} ${by}L${two[0]} ${two[1]}`;
}

function note(item) {
  const [x, y] = item.p;
  const [lines, size] = noteLines(item.t);
  const paper = { x, y, width: NOTE_SIDE, height: NOTE_SIDE, rx: 8, fill: TINTS[item.c] };
  const edge = { stroke: "#17211f", "stroke-opacity": 0.18 };
  return [svg("rect", { ...paper, ...edge }), words(lines, x + NOTE_PAD, y + NOTE_PAD, size, COLOURS.ink)];
}

function noteLines(text) {
  let lines = [];
  for (const size of [28, 22, 17, 13]) {
    lines = wrapped(text, Math.floor(INNER / (size * 0.56)));
    if (lines.length * size * 1.3 <= INNER) return [lines, size];
  }
  return [lines.slice(0, Math.floor(INNER / (13 * 1.3))), 13];
}

function wrapped(text, wide) {
  const lines = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      let rest = word;
      if (line && line.length + 1 + rest.length <= wide) {
        line += ` ${rest}`;
        continue;
      }
      if (line) lines.push(line);
      for (; rest.length > wide; rest = rest.slice(wide)) lines.push(rest.slice(0, wide));
      line = rest;
    }
    lines.push(line);
  }
  return lines;
}

function words(lines, x, y, size, colour) {
  const text = svg("text", { "font-size": size, fill: colour });
  lines.forEach((line, number) => {
    const span = svg("tspan", { x, y: y + size * (0.95 + 1.3 * number) });
    span.textContent = line;
    text.append(span);
  });
  return text;
}
