// What the mentor shows large, everybody sees large; a learner may put it away for themselves.

export class Following {
  #name = "";

  constructor(room) {
    this.room = room;
    room.line.on("surface", (state) => this.#follow(state.name));
    room.onInside(({ surface }) => this.#follow(surface.name));
  }

  #follow(name) {
    if (name === this.#name) return;
    this.#name = name;
    this.room.surfaces.show(name);
    const words = { board: "The mentor opened the whiteboard.", slides: "The mentor shows slides." }[name];
    if (words && this.room.config.role !== "mentor") this.room.say(words);
  }
}
