// The whiteboard: everybody draws on one page, the server says in which order.

import { Page } from "./board_page.js";
import { HEIGHT, WIDTH } from "./board_draw.js";
import { Sheet } from "./board_sheet.js";
import { newId, Tools } from "./board_tools.js";
import { all, find } from "./dom.js";
import { focusBack } from "./panels.js";

const AGAIN_MS = 1200;

export class Board {
  #pages = new Map();
  #writing = null;
  tool = "pen";
  colour = "ink";
  width = 6;
  number = 1;
  shared = { name: "", page: 1, pages: 1, learners_draw: true };

  constructor(room) {
    this.room = room;
    this.line = room.line;
    this.mentor = room.config.role === "mentor";
    this.root = find("[data-board]");
    this.opener = find("[data-board-open]");
    this.area = find("[data-board-area]", this.root);
    this.editor = find("[data-board-editor]", this.root);
    this.sheet = new Sheet(this.area);
    this.tools = new Tools({ sheet: this.sheet, area: this.area, hand: this });
    room.surfaces.add({
      name: "board",
      root: this.root,
      shown: () => this.#shown(true),
      hidden: () => this.#shown(false),
    });
    this.#buttons();
    this.line.on("wb", (message) => this.#take(message));
    this.line.on("wb-undo", (message) => this.#take(message));
    this.line.on("wb-snapshot", (message) => this.#load(message));
    this.line.on("wb-live", ({ pid, page, live }) => {
      if (page === this.number && pid !== room.pid) this.sheet.trail(pid, live);
    });
    this.line.on("surface", (state) => this.#follow(state));
    this.line.on("error", (error) => this.#refused(error));
    room.onInside(({ surface }) => this.#enter(surface));
  }

  get page() {
    if (!this.#pages.has(this.number)) this.#pages.set(this.number, new Page());
    return this.#pages.get(this.number);
  }

  #enter(surface) {
    this.#follow(surface);
    for (const [number, page] of this.#pages) {
      page.seq = -1;
      for (const [id, ops] of page.waiting) this.line.send("wb", { id, page: number, ops });
    }
    this.#fetch();
  }

  #fetch() {
    this.line.send("wb-load", { page: this.number });
  }

  /** Go where the mentor turned; one's own leafing holds until the mentor turns again. */
  #follow(state) {
    const turned = state.page !== this.shared.page;
    this.shared = state;
    if (turned) this.#turn(state.page);
    this.#draw();
  }

  #turn(number) {
    this.tools.drop();
    this.tools.pick("");
    this.sheet.clear();
    this.number = number;
    if (!this.page.loaded) this.#fetch();
    this.#draw();
  }

  #load(message) {
    const page = this.#pages.get(message.page);
    if (!page) return;
    page.load(message);
    this.#draw();
  }

  #take(message) {
    const page = this.#pages.get(message.page);
    if (message.t === "wb") this.#read(message);
    if (!page?.loaded) return;
    if (message.pid) this.sheet.untrail(message.pid);
    if (!page.take(message)) this.line.send("wb-load", { page: message.page });
    if (message.page === this.number) this.#draw();
  }

  /** Say what others write, for who does not see the board. */
  #read({ mine, ops, pid }) {
    const name = this.room.call.people.get(pid)?.card.name ?? "Somebody";
    const words = ops.map((op) => op.item?.t ?? op.t ?? "").filter(Boolean);
    if (!mine && words.length) find("[data-board-said]", this.root).textContent = `${name} wrote: ${words.join(" ")}`;
  }

  #refused({ id, code }) {
    const found = [...this.#pages].find(([, page]) => page.waiting.has(id));
    if (!found) return;
    const [number, page] = found;
    const ops = page.waiting.get(id);
    if (code === "slow_down") {
      setTimeout(() => this.line.send("wb", { id, page: number, ops }), AGAIN_MS);
      return;
    }
    page.waiting.delete(id);
    this.#draw();
  }

  // What the tools ask of the board.

  may() {
    if (this.mentor || this.shared.learners_draw) return true;
    this.room.say("Only the mentor draws just now.");
    return false;
  }

  act(ops) {
    const id = newId();
    this.page.waiting.set(id, ops);
    this.line.send("wb", { id, page: this.number, ops });
    this.#draw();
  }

  live(live) {
    this.line.send("wb-live", { page: this.number, live });
  }

  /** Open the editor for a new text or note, or for the words of one. */
  write({ place, kind, item }) {
    this.#writing = { place, kind, item };
    this.editor.hidden = false;
    const text = find("textarea", this.editor);
    text.value = item?.t ?? "";
    // The press that opened it would take the focus back.
    setTimeout(() => text.focus());
  }

  #written(text) {
    const { place, kind, item } = this.#writing;
    this.#unwrite();
    const t = text.trim();
    if (item) {
      if (t !== item.t) this.act([t ? { o: "text", id: item.id, t } : { o: "erase", ids: [item.id] }]);
    } else if (t) {
      const p = kind === "note" ? [Math.min(WIDTH - 240, place[0]), Math.min(HEIGHT - 240, place[1])] : place;
      this.act([{ o: "add", item: { id: newId(), k: kind, c: this.colour, p, s: this.#size(), t } }]);
    }
  }

  #size() {
    return { 3: 28, 6: 44, 14: 72 }[this.width];
  }

  #unwrite() {
    this.editor.hidden = true;
    this.#writing = null;
    this.area.focus();
  }

  #buttons() {
    const on = (name, act) => find(`[data-board-${name}]`, this.root)?.addEventListener("click", act);
    this.opener.onclick = () => this.#toggle();
    on("close", () => this.#toggle());
    for (const button of all("[data-tool]", this.root)) button.onclick = () => this.#choose("tool", button.dataset.tool);
    for (const button of all("[data-colour]", this.root)) {
      button.onclick = () => this.#choose("colour", button.dataset.colour);
    }
    for (const button of all("[data-width]", this.root)) {
      button.onclick = () => this.#choose("width", Number(button.dataset.width));
    }
    on("undo", () => this.line.send("wb-undo", { page: this.number, redo: false }));
    on("redo", () => this.line.send("wb-undo", { page: this.number, redo: true }));
    on("clear", () => this.may() && this.page.items.size && this.act([{ o: "clear" }]));
    on("save", () => this.#save());
    on("in", () => this.sheet.zoomBy(1.5));
    on("out", () => this.sheet.zoomBy(1 / 1.5));
    on("before", () => this.#leaf(this.number - 1));
    on("after", () => this.#leaf(this.number + 1));
    on("new", () => this.line.insist("wb-turn", { page: this.shared.pages + 1 }));
    on("allow", () => this.line.insist("wb-allow", { on: !this.shared.learners_draw }));
    this.editor.onsubmit = (event) => {
      event.preventDefault();
      this.#written(find("textarea", this.editor).value);
    };
    find("[data-board-unwrite]", this.root).onclick = () => this.#unwrite();
    this.root.addEventListener("keydown", (event) => this.#key(event));
  }

  #choose(what, value) {
    this[what] = value;
    if (what === "tool") {
      this.tools.drop();
      this.tools.pick("");
    }
    this.#draw();
  }

  #key(event) {
    if (event.key === "Escape" && !this.editor.hidden) this.#unwrite();
    if (event.target.tagName === "TEXTAREA") {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.editor.requestSubmit();
      return;
    }
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.line.send("wb-undo", { page: this.number, redo: event.shiftKey });
    }
  }

  /** The mentor leafs with everybody, a learner alone. */
  #leaf(number) {
    if (number < 1 || number > this.shared.pages) return;
    if (this.mentor) this.line.insist("wb-turn", { page: number });
    else this.#turn(number);
  }

  /** The mentor opens and closes it for everybody, a learner alone. */
  #toggle() {
    const name = this.room.surfaces.now === "board" ? "" : "board";
    if (this.mentor) this.line.insist("surface", { name });
    else this.room.surfaces.show(name);
    if (!name) focusBack(this.opener);
  }

  #shown(on) {
    this.opener.setAttribute("aria-pressed", String(on));
    if (!on) return;
    if (!this.page.loaded) this.#fetch();
    this.#draw();
  }

  #draw() {
    if (this.root.hidden) return;
    const { page, shared } = this;
    this.sheet.draw(page.items);
    if (this.tools.picked && !this.sheet.node(this.tools.picked)) this.tools.pick("");
    for (const what of ["tool", "colour", "width"]) {
      for (const button of all(`button[data-${what}]`, this.root)) {
        button.setAttribute("aria-pressed", String(button.dataset[what] === String(this[what])));
      }
    }
    const words = `Page ${this.number} of ${shared.pages}`;
    find("[data-board-page]", this.root).textContent = words;
    const disable = (name, off) => (find(`[data-board-${name}]`, this.root).disabled = off);
    disable("undo", !page.canUndo);
    disable("redo", !page.canRedo);
    disable("before", this.number <= 1);
    disable("after", this.number >= shared.pages);
    find("[data-board-allow]", this.root)?.setAttribute("aria-pressed", String(shared.learners_draw));
    this.area.setAttribute("aria-label", `Whiteboard, ${words.toLowerCase()}`);
    this.area.dataset.tool = this.tool;
    find("[data-board-watch]", this.root).hidden = this.mentor || shared.learners_draw;
  }

  /** Save the page as PNG: the server's own picture of it, drawn on a canvas. */
  async #save() {
    const picture = new Image(WIDTH, HEIGHT);
    picture.src = `/room/${this.room.config.session}/board/${this.number}/?${Date.now()}`;
    try {
      await picture.decode();
    } catch {
      this.room.say("The page could not be saved. Try again.");
      return;
    }
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [WIDTH, HEIGHT];
    canvas.getContext("2d").drawImage(picture, 0, 0, WIDTH, HEIGHT);
    canvas.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `board-${this.number}.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    }, "image/png");
  }

  close() {
    this.sheet.clear();
  }
}
