// The sound of a shared screen and one's own voice as one track: a link carries one of them.

export class Mix {
  #voice = null;

  /** `voice` is the microphone's track or null; muting it silences the voice alone. */
  constructor(context, sound, voice) {
    this.context = context;
    this.sound = sound;
    context.resume();
    this.target = context.createMediaStreamDestination();
    context.createMediaStreamSource(new MediaStream([sound])).connect(this.target);
    if (voice) this.hear(voice);
  }

  get track() {
    return this.target.stream.getAudioTracks()[0];
  }

  /** Take another microphone. */
  hear(voice) {
    this.#voice?.disconnect();
    this.#voice = this.context.createMediaStreamSource(new MediaStream([voice]));
    this.#voice.connect(this.target);
  }

  stop() {
    this.#voice?.disconnect();
    this.sound.stop();
    this.track.stop();
  }
}
