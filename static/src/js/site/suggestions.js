// Suggestions while typing: a combobox with a listbox, as the ARIA practices describe it. Without a
// script the field is a plain one; with it, Enter on nothing chosen still searches for what was typed.
import { make, say } from "./dom.js";

const WAIT = 180;
const SHORTEST = 2;
const KINDS = { topic: "Topic", skill: "Skill", mentor: "Mentor", session: "Session" };

export function startSuggestions() {
  for (const box of document.querySelectorAll("[data-suggest]")) {
    const field = box.querySelector("input[type=search]");
    if (field) new Suggestions(box, field);
  }
}

class Suggestions {
  timer = 0;
  asked = null;
  at = -1;
  options = [];

  constructor(box, field) {
    this.address = box.dataset.suggest;
    this.field = field;
    this.list = make("div", { id: `${field.id}-list`, role: "listbox", class: "suggestions", hidden: true });
    this.list.setAttribute("aria-label", "Suggestions");
    box.append(this.list);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
    })) {
      field.setAttribute(name, value);
    }
    field.addEventListener("input", () => this.soon());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    // A press would take the focus away, and the list with it, before it counts.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
  }

  soon() {
    clearTimeout(this.timer);
    this.asked?.abort();
    if (this.field.value.trim().length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asked = new AbortController();
    const typed = this.field.value;
    try {
      const url = `${this.address}?q=${encodeURIComponent(typed.trim())}`;
      const answer = await fetch(url, { signal: this.asked.signal });
      if (!answer.ok) return this.close();
      const found = await answer.json();
      if (this.field.value === typed && document.activeElement === this.field) this.show(found);
    } catch {
      this.close(); // suggestions are a help, never a must
    }
  }

  show(found) {
    this.at = -1;
    this.options = found.map(({ kind, text, url, note }, number) => {
      const words = kind === "session" && note ? `${KINDS[kind]} with ${note}` : KINDS[kind];
      const option = make(
        "div",
        { role: "option", id: `${this.list.id}-${number}`, "aria-selected": "false" },
        make("span", {}, text),
        make("span", { class: "suggestion-kind" }, words),
      );
      option.dataset.url = url;
      return option;
    });
    this.list.replaceChildren(...this.options);
    if (!found.length) return this.close();
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    say(`${found.length} suggestions. Use the arrow keys.`);
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.list.hidden = true;
    this.at = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault(); // the field keeps its words, the filter its menu
      event.stopPropagation();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.list.hidden) return;
      event.preventDefault();
      this.go(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const option = this.options[this.at];
      if (this.list.hidden || !option) return this.close();
      event.preventDefault();
      location.assign(option.dataset.url);
    }
  }

  /** Step through the options, and from the last or first back to what was typed. */
  go(step) {
    const places = this.options.length + 1;
    this.at = ((this.at + 1 + step + places) % places) - 1;
    for (const [number, option] of this.options.entries()) {
      option.setAttribute("aria-selected", String(number === this.at));
    }
    const option = this.options[this.at];
    if (option) {
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.field.removeAttribute("aria-activedescendant");
  }
}
