// A picture to choose: shown at once, moved and zoomed until the square is right. The server gets the file
// as it is and, in a hidden field, the square as "left,top,right,bottom" in fractions of the upright picture.
//
//   <div data-picture-input data-limit="8388608">
//     <label for="id_picture">…</label> <input type="file" name="picture" id="id_picture">
//     <input type="hidden" name="crop">
//   </div>
//
// Without this script the file goes up alone and the server cuts the middle.
import { make, say } from "./dom.js";

const SIDE = 320;
const MOST_ZOOM = 4;
const STEP = 12;
const WORDS = {
  unreadable: "This file can't be read as a picture. Choose a JPEG, PNG, WebP or GIF.",
  large: "This picture is larger than 8 MB. Choose a smaller one.",
  help: "Drag to move, or use the arrow keys. The slider zooms.",
  ready: "Picture chosen. Move and zoom it until the square is right.",
};

export function startPictures(root = document) {
  for (const box of root.querySelectorAll("[data-picture-input]")) new PictureInput(box);
}

class PictureInput {
  constructor(box) {
    this.box = box;
    this.file = box.querySelector('input[type="file"]');
    this.crop = box.querySelector('input[name$="crop"]');
    if (!this.file || !this.crop) return;
    this.draw();
    this.file.addEventListener("change", () => this.choose(this.file.files[0]));
    if (this.file.files.length) this.choose(this.file.files[0]); // kept by the browser over a reload
  }

  draw() {
    this.canvas = make("canvas", {
      width: SIDE,
      height: SIDE,
      class: "picture-square",
      tabindex: "0",
      role: "img",
      "aria-label": WORDS.help,
    });
    this.zoom = make("input", { type: "range", min: "1", max: String(MOST_ZOOM), step: "0.01", value: "1" });
    this.stage = make(
      "div",
      { class: "picture-stage", hidden: true },
      this.canvas,
      make("label", { class: "picture-zoom" }, make("span", {}, "Zoom"), this.zoom),
      make("p", { class: "help" }, WORDS.help),
    );
    this.error = make("p", { class: "error", role: "alert", hidden: true });
    this.box.append(this.stage, this.error);
    this.zoom.addEventListener("input", () => this.show());
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.canvas.addEventListener("pointerdown", (event) => this.drag(event));
  }

  async choose(file) {
    this.picture = null;
    this.crop.value = "";
    this.stage.hidden = true;
    this.error.hidden = true;
    if (!file) return;
    if (file.size > Number(this.box.dataset.limit || Infinity)) return this.refuse(WORDS.large);
    try {
      this.picture = await load(file);
    } catch {
      return this.refuse(WORDS.unreadable);
    }
    this.zoom.value = "1";
    this.middle = { x: this.picture.naturalWidth / 2, y: this.picture.naturalHeight / 2 };
    this.stage.hidden = false;
    this.show();
    say(WORDS.ready);
    this.box.dispatchEvent(new CustomEvent("picture:chosen", { bubbles: true }));
  }

  refuse(words) {
    this.file.value = "";
    this.error.textContent = words;
    this.error.hidden = false;
  }

  /** How many pixels of the picture the square's side shows. */
  get side() {
    return Math.min(this.picture.naturalWidth, this.picture.naturalHeight) / Number(this.zoom.value);
  }

  show() {
    const { naturalWidth: width, naturalHeight: height } = this.picture;
    const half = this.side / 2;
    this.middle.x = Math.min(Math.max(this.middle.x, half), width - half);
    this.middle.y = Math.min(Math.max(this.middle.y, half), height - half);
    const [left, top] = [this.middle.x - half, this.middle.y - half];
    const paper = this.canvas.getContext("2d");
    paper.clearRect(0, 0, SIDE, SIDE);
    paper.drawImage(this.picture, left, top, this.side, this.side, 0, 0, SIDE, SIDE);
    const parts = [left / width, top / height, (left + this.side) / width, (top + this.side) / height];
    this.crop.value = parts.map((part) => Math.min(Math.max(part, 0), 1).toFixed(5)).join(",");
  }

  move(x, y) {
    const scale = this.side / SIDE;
    this.middle.x -= x * scale;
    this.middle.y -= y * scale;
    this.show();
  }

  key(event) {
    const ways = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    this.move(...way);
  }

  drag(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.focus({ preventScroll: true });
    const scale = SIDE / this.canvas.getBoundingClientRect().width;
    let last = { x: event.clientX, y: event.clientY };
    const go = (next) => {
      this.move((next.clientX - last.x) * scale, (next.clientY - last.y) * scale);
      last = { x: next.clientX, y: next.clientY };
    };
    const stop = () => {
      this.canvas.removeEventListener("pointermove", go);
      this.canvas.removeEventListener("pointerup", stop);
      this.canvas.removeEventListener("pointercancel", stop);
    };
    this.canvas.addEventListener("pointermove", go);
    this.canvas.addEventListener("pointerup", stop);
    this.canvas.addEventListener("pointercancel", stop);
  }
}

/** The decoded picture, upright as its EXIF says; rejects what the browser can't draw. */
async function load(file) {
  const picture = new Image();
  const address = URL.createObjectURL(file);
  try {
    picture.src = address;
    await picture.decode();
  } finally {
    URL.revokeObjectURL(address);
  }
  if (!picture.naturalWidth || file.type === "image/svg+xml") throw new Error("not a picture");
  return picture;
}
