// Files let go over a place are taken there. Beside it the browser would open them in place of the call.

export class Dropping {
  #own = false;

  /** `take(files)` gets what was let go over `place`, which has `data-drop` while files are over it. */
  constructor({ place, take }) {
    Object.assign(this, { place, take });
    for (const type of ["dragover", "drop"]) addEventListener(type, (event) => this.#over(event));
    addEventListener("dragleave", (event) => event.relatedTarget || this.#mark(false));
    // A picture of the page itself is no file somebody brings.
    addEventListener("dragstart", () => (this.#own = true));
    addEventListener("dragend", () => (this.#own = false));
  }

  #over(event) {
    const { dataTransfer: data, type } = event;
    if (this.#own || !data?.types.includes("Files")) return;
    event.preventDefault();
    const here = this.place.contains(event.target);
    this.#mark(here && type === "dragover");
    if (type === "dragover") data.dropEffect = here ? "copy" : "none";
    else if (here) this.take(data.files);
  }

  #mark(on) {
    this.place.toggleAttribute("data-drop", on);
  }
}
