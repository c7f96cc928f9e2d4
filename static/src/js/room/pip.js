// Picture in picture: whoever is large floats over other windows, also when the speaker changes.

import { control, el, find } from "./dom.js";

const FOLLOW_EVERY = 500;

export class Pip {
  constructor(room) {
    this.room = room;
    this.button = find("[data-pip]");
    this.video = el("video");
    this.video.muted = this.video.autoplay = this.video.playsInline = true;
    this.webkit = !document.pictureInPictureEnabled && this.video.webkitSupportsPresentationMode;
    this.button.hidden = !document.pictureInPictureEnabled && !this.webkit;
    this.button.onclick = () => this.toggle().catch(() => room.say("Picture in picture did not open."));
    for (const change of ["leavepictureinpicture", "webkitpresentationmodechanged"]) {
      this.video.addEventListener(change, () => this.on || this.#stop());
    }
  }

  get on() {
    if (this.webkit) return this.video.webkitPresentationMode === "picture-in-picture";
    return document.pictureInPictureElement === this.video;
  }

  async toggle() {
    if (this.on) {
      if (this.webkit) this.video.webkitSetPresentationMode("inline");
      else await document.exitPictureInPicture();
      return;
    }
    if (!this.#follow()) {
      this.room.say("Nobody sends video right now.");
      return;
    }
    await this.video.play();
    if (this.webkit) this.video.webkitSetPresentationMode("picture-in-picture");
    else await this.video.requestPictureInPicture();
    this.following = setInterval(() => this.#follow(), FOLLOW_EVERY);
    this.#draw();
  }

  /** Take the video of who is large now; false if there is none. */
  #follow() {
    const { video, seen } = this.room.stage.large;
    const [track] = (seen && video?.srcObject?.getVideoTracks()) || [];
    if (!track) return false;
    if (this.video.srcObject?.getVideoTracks()[0] !== track) this.video.srcObject = new MediaStream([track]);
    return true;
  }

  #draw() {
    const words = this.on ? "Close small window" : "Small window on top";
    control(this.button, { name: "picture-in-picture", words, pressed: this.on });
  }

  #stop() {
    clearInterval(this.following);
    this.video.srcObject = null;
    this.#draw();
  }

  close() {
    if (this.on) this.toggle().catch(() => {});
    this.#stop();
  }
}
