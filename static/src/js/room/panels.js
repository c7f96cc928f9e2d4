// Side panels: beside the stage on a desk, over it on a phone; one is open at a time.

import { find, tell } from "./dom.js";

export class Panels {
  #panels = new Map();
  now = "";

  /**
   * `opener` opens and shuts `root`, which has a `[data-close]` button. `opened()` puts the focus
   * where reading or writing starts.
   */
  add({ name, root, opener, opened = () => {}, closed = () => {} }) {
    this.#panels.set(name, { root, opener, opened, closed });
    opener.addEventListener("click", () => (this.now === name ? this.shut() : this.open(name)));
    find("[data-close]", root).addEventListener("click", () => this.shut());
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.shut();
    });
  }

  open(name) {
    if (this.now === name) return;
    if (this.now) this.#hide();
    const { root, opener, opened } = this.#panels.get(name);
    this.now = name;
    root.hidden = false;
    document.body.dataset.panel = name;
    opener.setAttribute("aria-expanded", "true");
    opened();
  }

  /** Shut what is open; the focus goes back to where it was opened. */
  shut() {
    if (!this.now) return;
    const { opener } = this.#panels.get(this.now);
    this.#hide();
    focusBack(opener);
  }

  #hide() {
    const { root, opener, closed } = this.#panels.get(this.now);
    this.now = "";
    root.hidden = true;
    delete document.body.dataset.panel;
    opener.setAttribute("aria-expanded", "false");
    closed();
  }

  /** Show a number at a panel's opener, named by `words`; 0 takes it away and leaves `plain`. */
  badge(name, count, words, plain) {
    const { opener } = this.#panels.get(name);
    tell(find("[data-badge]", opener), count ? String(Math.min(99, count)) : "");
    opener.setAttribute("aria-label", count ? words : plain);
  }
}

/** Put the focus on what opened something, or on More if that is where it lives. */
export function focusBack(opener) {
  (opener.checkVisibility() ? opener : find("[data-more-open]")).focus();
}

/** Shut the More menu once one of its buttons was pressed; those with data-stay leave it open. */
export function more() {
  const menu = find("[data-more]");
  menu.addEventListener(
    "click",
    ({ target }) => {
      if (target.closest("button:not([data-stay])")) menu.hidePopover();
    },
    true,
  );
}
