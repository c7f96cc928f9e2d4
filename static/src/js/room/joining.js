// How one joins: with camera, with sound only, or to listen; and help where the browser refuses.

import { all, find } from "./dom.js";
import { PermissionHelp } from "./permission.js";

const MODES = {
  camera: { mic: true, cam: true },
  sound: { mic: true, cam: false },
  listen: { mic: false, cam: false },
};
const WORDS = { camera: "Join with camera", sound: "Join with sound only", listen: "Join to listen" };

export class Joining {
  constructor({ root, media }) {
    Object.assign(this, { root, media });
    this.choices = all("[name=join-as]", root);
    for (const choice of this.choices) choice.onchange = () => this.choose(choice.value);
    this.help = new PermissionHelp({
      root: find("[data-permission-help]", root),
      retry: () => this.choose("camera"),
    });
  }

  async choose(mode) {
    const { mic, cam } = MODES[mode];
    // One after the other: browsers ask one question at a time.
    if (mic !== this.media.micOn) await this.media.setMic(mic);
    if (cam !== this.media.camOn) await this.media.setCam(cam);
  }

  get mode() {
    if (this.media.camOn) return "camera";
    return this.media.micOn ? "sound" : "listen";
  }

  /** Draw from what the media are now. */
  draw() {
    const { mode, media } = this;
    for (const choice of this.choices) {
      choice.checked = choice.value === mode;
      choice.disabled = media.starting;
    }
    find("[data-join]", this.root).textContent = media.starting ? "Join the room" : WORDS[mode];
    this.help.show(media.denied.size > 0);
  }
}
