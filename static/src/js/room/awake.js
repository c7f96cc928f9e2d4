// The screen stays on during a call. A browser lets go of the lock whenever the page is hidden.

export class Awake {
  #lock = null;
  #again = () => this.#take();

  constructor(room) {
    this.room = room;
    room.onInside(this.#again);
    document.addEventListener("visibilitychange", this.#again);
  }

  async #take() {
    if (!this.room.inside || document.visibilityState !== "visible" || this.#lock?.released === false) return;
    this.#lock = await navigator.wakeLock?.request("screen").catch(() => null);
    if (this.closed) this.#letGo();
  }

  close() {
    document.removeEventListener("visibilitychange", this.#again);
    this.closed = true;
    this.#letGo();
  }

  #letGo() {
    this.#lock?.release().catch(() => {});
    this.#lock = null;
  }
}
