// What is large instead of the people: the board, slides. The people become a strip meanwhile.

export class Surfaces {
  #surfaces = new Map();
  now = "";

  constructor(stage) {
    this.stage = stage;
  }

  /** `opener`, if there is one, shows and hides `root`. */
  add({ name, root, opener, shown = () => {}, hidden = () => {} }) {
    this.#surfaces.set(name, { root, opener, shown, hidden });
    opener?.addEventListener("click", () => this.show(this.now === name ? "" : name));
  }

  /** What is large now, null for the people. */
  get root() {
    return this.#surfaces.get(this.now)?.root ?? null;
  }

  /** Make one surface large; "" gives the room back to the people. */
  show(name) {
    if (this.now === name) return;
    const before = this.#surfaces.get(this.now);
    if (before) {
      before.root.hidden = true;
      before.opener?.setAttribute("aria-pressed", "false");
    }
    this.now = name;
    const { root, opener, shown } = this.#surfaces.get(name) ?? {};
    if (root) {
      root.hidden = false;
      opener?.setAttribute("aria-pressed", "true");
      document.body.dataset.surface = name;
    } else {
      delete document.body.dataset.surface;
    }
    this.stage.setStrip(Boolean(root));
    before?.hidden();
    shown?.();
  }
}
