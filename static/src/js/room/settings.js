// Settings during the call: devices, sound, how much data, and how much was used.

import { all, el, find, tell } from "./dom.js";
import { focusBack } from "./panels.js";
import { megabytes } from "./quality.js";

const COUNT_EVERY = 1000;
const NOW = {
  full: "Now: full video.",
  reduced: "Now: small video.",
  audio: "Now: sound only. Shared screens are still shown.",
};

export class Settings {
  #redraw = () => this.#draw();

  constructor(room) {
    this.room = room;
    this.dialog = find("[data-settings-dialog]");
    const opener = find("[data-settings-open]");
    opener.onclick = () => this.open();
    this.dialog.onclose = () => focusBack(opener);
    this.flip = find("[data-flip]");
    this.flip.onclick = () => room.media.flip();
    this.#devices();
    this.#sound();
    this.#data();
    navigator.mediaDevices?.addEventListener?.("devicechange", this.#redraw);
    this.counting = setInterval(() => this.#count(), COUNT_EVERY);
    this.media();
  }

  open() {
    this.#draw();
    this.#count();
    this.dialog.showModal();
  }

  #devices() {
    const { media, stage } = this.room;
    for (const name of ["mic", "cam"]) {
      find(`[data-call-${name}]`, this.dialog).onchange = ({ target }) => media.choose(name, target.value);
    }
    const out = find("[data-call-out]", this.dialog);
    out.onchange = () => stage.playOn(out.value).catch(() => this.room.say("Sound stays where it was."));
  }

  #sound() {
    const { media } = this.room;
    for (const box of all("[data-sound-option]", this.dialog)) {
      box.checked = media.choice.sound[box.dataset.soundOption] !== false;
      box.onchange = () => media.tune({ [box.dataset.soundOption]: box.checked });
    }
  }

  #data() {
    const { ladder } = this.room.call;
    for (const radio of all("input[name=room-data]", this.dialog)) {
      radio.checked = radio.value === ladder.chosen;
      radio.onchange = () => {
        ladder.choose(radio.value);
        this.#count();
      };
    }
  }

  /** Redraw when what we send has moved. */
  async media() {
    const { media } = this.room;
    if (this.dialog.open) this.#draw();
    const phone = matchMedia("(pointer: coarse)").matches && media.camOn;
    this.flip.hidden = !phone || (await media.devices()).cam.length < 2;
  }

  async #draw() {
    const { media, stage } = this.room;
    const devices = await media.devices();
    for (const name of ["mic", "cam"]) fill(find(`[data-call-${name}]`, this.dialog), devices[name]);
    const out = find("[data-call-out-field]", this.dialog);
    out.hidden = !stage.canChooseOut;
    if (out.hidden) return;
    const listed = await navigator.mediaDevices.enumerateDevices();
    const outs = listed.filter((one) => one.kind === "audiooutput" && one.deviceId);
    fill(
      find("[data-call-out]", this.dialog),
      outs.map(({ deviceId: id, label }, number) => ({
        id,
        name: label || `Speaker ${number + 1}`,
        chosen: id === (stage.out || "default"),
      })),
    );
  }

  #count() {
    if (!this.dialog.open) return;
    const { used, ladder } = this.room.call;
    const words = `Sent ${megabytes(used.sent)}, received ${megabytes(used.got)} in this call.`;
    tell(find("[data-used]", this.dialog), words);
    tell(find("[data-level-now]", this.dialog), NOW[ladder.level]);
  }

  close() {
    clearInterval(this.counting);
    navigator.mediaDevices?.removeEventListener?.("devicechange", this.#redraw);
    this.dialog.close();
  }
}

function fill(select, devices) {
  const options = devices.map(({ id, name, chosen }) => {
    const option = el("option", "", name);
    option.value = id;
    option.selected = chosen;
    return option;
  });
  select.disabled = !options.length;
  select.replaceChildren(...(options.length ? options : [el("option", "", "None found")]));
}
