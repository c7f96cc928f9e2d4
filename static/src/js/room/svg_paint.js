// SVG as the whiteboard makes it, drawn on a canvas: at once, with the page's fonts, each frame.
// A picture made of it would come late, and without the page's style sheet. Hundreds of strokes take
// longer than a frame has: each group of the <svg> is kept as drawn until something in it changes.

const SHAPES = {
  path: (of) => new Path2D(of("d")),
  rect: (of) => {
    const shape = new Path2D();
    shape.roundRect(number(of("x")), number(of("y")), number(of("width")), number(of("height")), number(of("rx")));
    return shape;
  },
  ellipse: (of) => {
    const shape = new Path2D();
    shape.ellipse(number(of("cx")), number(of("cy")), number(of("rx")), number(of("ry")), 0, 0, 2 * Math.PI);
    return shape;
  },
};
// What changes on the board is a new element; so a known element keeps its shape.
const shapes = new WeakMap();
const number = (text) => Number(text ?? 0);
const seen = (colour) => colour && colour !== "none" && colour !== "transparent";

export class Painter {
  #groups = new Map();
  #watch = new MutationObserver((changes) => {
    for (const { target } of changes) {
      for (const [group, kept] of this.#groups) if (group.contains(target)) kept.as = "";
    }
  });

  /** Draw what an <svg> shows into a box of a canvas, as large as it fits. */
  paint(pen, svg, { x, y, w, h }) {
    const { x: left, y: top, width, height } = svg.viewBox.baseVal;
    const scale = Math.min(w / width, h / height);
    const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
    const font = getComputedStyle(svg).fontFamily;
    const look = { wide, high, scale, left, top, font };
    pen.save();
    // On whole pixels what was kept is laid on as sharp as it was drawn.
    pen.translate(Math.round(x + (w - wide) / 2), Math.round(y + (h - high) / 2));
    pen.beginPath();
    pen.rect(0, 0, wide, high);
    pen.clip();
    for (const child of svg.children) {
      if (child.tagName === "g") pen.drawImage(this.#drawn(child, look), 0, 0);
      else laid(pen, child, look);
    }
    pen.restore();
  }

  /** Return the picture of a group, drawn anew if it changed or is looked at otherwise. */
  #drawn(group, look) {
    const as = Object.values(look).join();
    const kept = this.#groups.get(group) ?? { canvas: document.createElement("canvas"), as: "" };
    if (kept.as === as) return kept.canvas;
    if (!this.#groups.has(group)) {
      this.#groups.set(group, kept);
      this.#watch.observe(group, { attributes: true, characterData: true, childList: true, subtree: true });
    }
    kept.as = as;
    // A canvas that is given its size is empty again.
    Object.assign(kept.canvas, { width: look.wide, height: look.high });
    laid(kept.canvas.getContext("2d"), group, look);
    return kept.canvas;
  }

  /** Forget what was kept. */
  close() {
    this.#watch.disconnect();
    this.#groups.clear();
  }
}

/** Draw an element where a look at its <svg> has it. */
function laid(pen, one, { scale, left, top, font }) {
  pen.save();
  pen.scale(scale, scale);
  pen.translate(-left, -top);
  node(pen, one, font);
  pen.restore();
}

function node(pen, one, font) {
  pen.save();
  const moved = one.transform.baseVal.consolidate();
  if (moved) pen.transform(moved.matrix.a, moved.matrix.b, moved.matrix.c, moved.matrix.d, moved.matrix.e, moved.matrix.f);
  if (one.tagName === "g") for (const child of one.children) node(pen, child, font);
  else if (one.tagName === "text") words(pen, one, font);
  else if (SHAPES[one.tagName]) shape(pen, one);
  pen.restore();
}

function shape(pen, one) {
  const of = (name) => one.getAttribute(name);
  const drawn = shapes.get(one) ?? SHAPES[one.tagName](of);
  shapes.set(one, drawn);
  if (seen(of("fill"))) {
    pen.fillStyle = of("fill");
    pen.fill(drawn);
  }
  if (!seen(of("stroke"))) return;
  pen.strokeStyle = of("stroke");
  pen.globalAlpha = number(of("stroke-opacity") ?? 1);
  pen.lineWidth = number(of("stroke-width") ?? 1);
  pen.lineCap = pen.lineJoin = "round";
  pen.stroke(drawn);
}

function words(pen, one, font) {
  pen.font = `${one.getAttribute("font-size")}px ${font}`;
  pen.fillStyle = one.getAttribute("fill");
  pen.textAlign = "left";
  for (const line of one.children) {
    pen.fillText(line.textContent, number(line.getAttribute("x")), number(line.getAttribute("y")));
  }
}
