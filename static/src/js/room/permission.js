// When the browser refuses camera or microphone: what to press in this browser, and trying again.

import { el, find } from "./dom.js";

const STEPS = {
  ios: [
    "Open Settings on your phone, then Apps, Safari, and there Camera and Microphone.",
    "Choose Ask or Allow for both.",
    "Come back here and press Try again.",
  ],
  safari: [
    "In the menu at the top choose Safari, then Settings for this website.",
    "Set Camera and Microphone to Allow.",
    "Come back here and press Try again.",
  ],
  firefox: [
    "Press the crossed-out camera or microphone at the left of the address.",
    "Press the x beside Blocked for both.",
    "Press Try again here, and Allow when Firefox asks.",
  ],
  android: [
    "Press the sign at the left of the address, then Permissions.",
    "Switch on Camera and Microphone.",
    "If they are missing: Settings of the phone, Apps, your browser, Permissions.",
    "Come back here and press Try again.",
  ],
  chrome: [
    "Press the sign at the left of the address.",
    "Switch on Camera and Microphone.",
    "Press Try again here.",
  ],
};
const SYSTEM = {
  mac: "On a Mac the browser itself needs leave, too: System Settings, Privacy & Security, Camera and Microphone.",
  windows: "Windows has a switch of its own, too: Settings, Privacy & security, Camera and Microphone.",
};

/** Tell which steps fit a browser: "ios", "safari", "firefox", "android" or "chrome". */
export function family(agent = navigator.userAgent, touch = navigator.maxTouchPoints) {
  if (/iPhone|iPad/.test(agent) || (/Macintosh/.test(agent) && touch > 1)) return "ios";
  if (/Firefox\//.test(agent)) return "firefox";
  if (/Android/.test(agent)) return "android";
  if (/Safari\//.test(agent) && !/Chrome|Chromium|Edg/.test(agent)) return "safari";
  return "chrome";
}

export class PermissionHelp {
  /** `retry()` asks for the devices again; it may take a while and never throws. */
  constructor({ root, retry }) {
    Object.assign(this, { root, retry });
    find("[data-permission-retry]", root).onclick = () => retry();
    this.#watch();
  }

  /** Show the steps for this browser, or hide them. */
  show(on) {
    if (on && this.root.hidden) {
      const system = /Macintosh/.test(navigator.userAgent) ? SYSTEM.mac : /Windows/.test(navigator.userAgent) && SYSTEM.windows;
      const steps = [...STEPS[family()], ...(system ? [system] : [])];
      find("[data-permission-steps]", this.root).replaceChildren(...steps.map((text) => el("li", "", text)));
    }
    this.root.hidden = !on;
  }

  /** Whoever changes the permission in the browser shall not have to press anything here. */
  async #watch() {
    for (const name of ["camera", "microphone"]) {
      const status = await navigator.permissions?.query({ name }).catch(() => null);
      if (status) status.onchange = () => !this.root.hidden && status.state === "granted" && this.retry();
    }
  }
}
