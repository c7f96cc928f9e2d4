// What the others say, through one AudioContext: Safari starts new audio elements muted or silent
// (WebKit 198545), but a context that the tap on Join woke goes on playing whoever comes later.

/** Return a Sound where tiles must not play sound themselves, else null. */
export function soundFor() {
  const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
  return /apple/i.test(navigator.vendor ?? "") && Context ? new Sound(Context) : null;
}

class Sound {
  #sources = new Map();

  constructor(Context) {
    this.context = new Context();
  }

  /** Play somebody's stream; the same one twice is played once. */
  play(pid, stream) {
    const [track] = stream?.getAudioTracks() ?? [];
    const now = this.#sources.get(pid);
    if (!track || now?.track === track) return;
    now?.source.disconnect();
    const source = this.context.createMediaStreamSource(new MediaStream([track]));
    source.connect(this.context.destination);
    this.#sources.set(pid, { source, track });
  }

  drop(pid) {
    this.#sources.get(pid)?.source.disconnect();
    this.#sources.delete(pid);
  }

  /** Start after a tap. */
  wake() {
    this.context.resume().catch(() => {});
  }

  close() {
    for (const pid of [...this.#sources.keys()]) this.drop(pid);
    this.context.close().catch(() => {});
  }
}
