// Paying: opens Razorpay's window, hands what it brings back to the server, and goes on when the server says so.
// What the server does not say is never shown as paid.
import { insideAnApp, loadScript, openWindow } from "./script.js";

export { loadScript };

const ASK_AGAIN_MS = [1500, 2000, 3000, 5000, 8000];
const LONGEST_WAIT_MS = 20 * 60_000;

const WORDS = {
  opening: "Opening the payment window…",
  window: "Finish in the payment window.",
  checking: "Checking your payment…",
  processing: "Your bank is still at it. This page goes on by itself; you need not wait here.",
  failed: "The payment did not go through. Try again, or another way.",
  closed: "You closed the payment window. Your seat is still held.",
  refunded: "The seat was gone when your money arrived. You get all of it back.",
  offline: "You are offline. If you paid, that is safe: we ask again when you are back.",
  unopened: "You are offline, so nothing was charged. Try again when you are back.",
  silent: "The payment service does not answer. Nothing was charged. Try again in a moment.",
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Checkout {
  constructor(root, options) {
    this.root = root;
    this.options = options;
    this.button = root.querySelector("[data-pay]");
    this.status = root.querySelector("[data-pay-status]");
    this.waiting = false; // for the bank, asking again and again
    this.proved = false; // the window brought back a proof: whatever is not known yet, it is not unpaid
    this.shown = false; // the window is open and speaks for itself
    this.gone = false;
    this.pressed = (event) => {
      event.preventDefault();
      this.open();
    };
    if (root.matches("form")) root.addEventListener("submit", this.pressed);
    else this.button?.addEventListener("click", this.pressed);
    this.listen();
    this.resume();
  }

  say(words, failed = false) {
    if (!this.status || this.status.textContent.trim() === words) return;
    this.status.textContent = words;
    this.status.classList.toggle("pay-failed", failed);
    if (failed && this.button?.dataset.again) this.button.textContent = this.button.dataset.again;
    this.status.scrollIntoView({ block: "nearest" }); // on a phone it may lie below the bar that pays
  }

  busy(on) {
    if (this.button) this.button.disabled = on;
    this.root.setAttribute("aria-busy", String(on));
  }

  /** Whatever may have gone on elsewhere while nobody looked here is asked for. */
  listen() {
    document.addEventListener("peerlearn:notice", ({ detail }) => detail.url === location.pathname && this.look());
    document.addEventListener("peerlearn:hold-ended", () => this.wait());
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
    addEventListener("online", () => this.look());
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      this.busy(false);
      this.look();
    });
  }

  /** A page opened again: paid on another device, or in a browser that closed. */
  resume() {
    if (["processing", "ended"].includes(this.root.dataset.word)) this.wait();
    else if ("ask" in this.root.dataset) this.look();
  }

  async open() {
    if (this.root.getAttribute("aria-busy") === "true") return;
    this.busy(true);
    this.say(WORDS.opening);
    try {
      const options = await this.fresh();
      if (!options) return;
      await loadScript(options.checkout_js);
      const callback = this.root.dataset.callback;
      openWindow(options, {
        callback: callback && insideAnApp() ? new URL(callback, location.origin).href : "",
        handler: (proof) => this.verify(proof),
        dismissed: () => this.dismissed(),
        failed: (why) => this.say(why || WORDS.failed, true),
      });
      this.shown = true;
      this.say(WORDS.window);
    } catch (error) {
      this.say(error.message, true);
      this.busy(false);
    }
  }

  /** The order as it stands now, with the time that is left; nothing if it is no longer to be paid. */
  async fresh() {
    const order = this.root.dataset.order ?? this.options?.order;
    const answer = await this.post("/api/payments/create/", { order: Number(order) });
    if (!answer) throw new Error(WORDS.unopened);
    if (answer.ok) {
      this.options = (await answer.json()).checkout;
      return this.options;
    }
    if (answer.status === 409 || answer.status === 404) {
      await this.wait();
      return null;
    }
    const body = await answer.json().catch(() => ({}));
    throw new Error(answer.status === 503 ? WORDS.silent : (body.message ?? WORDS.silent));
  }

  // Closed is not unpaid: somebody may have paid and lost the window, so the server is asked.
  async dismissed() {
    this.shown = false;
    this.say(this.root.dataset.closed ?? WORDS.closed);
    this.busy(false);
    await pause(1500);
    await this.look();
  }

  async verify(proof) {
    this.shown = false;
    this.proved = true;
    this.busy(true);
    this.say(WORDS.checking);
    const answer = await this.post(this.options.verify_url, proof);
    const body = (await answer?.json().catch(() => null)) ?? {};
    if (answer?.ok && body.state === "confirmed") return this.go();
    if (answer && !answer.ok && answer.status < 500 && answer.status !== 429) {
      this.proved = false;
      this.say(body.message, true);
      return this.busy(false);
    }
    if (!answer) this.say(WORDS.offline);
    await this.wait();
  }

  /** Ask until it is decided; the bank may take minutes, and the page may be away meanwhile. */
  async wait() {
    if (this.waiting) return;
    this.waiting = true;
    this.busy(true);
    const ends = Date.now() + LONGEST_WAIT_MS;
    for (let turn = 0; Date.now() < ends; turn += 1) {
      if (await this.look()) break;
      await pause(ASK_AGAIN_MS[Math.min(turn, ASK_AGAIN_MS.length - 1)]);
    }
    this.waiting = false;
  }

  /** Ask once; true if there is nothing more to wait for. */
  async look() {
    if (this.gone) return true;
    const told = await this.standing();
    if (!told) {
      if (this.waiting) this.say(WORDS.offline);
      return false;
    }
    if (told.moved) {
      this.go();
      return true;
    }
    if (told.pay === "processing" || (told.pay === "open" && this.proved)) {
      this.say(told.text || WORDS.processing);
      this.busy(true);
      if (!this.waiting) this.wait();
      return false;
    }
    if (told.pay === "ended") return this.state() !== "held";
    if (told.pay === "failed" && !this.shown) this.say(told.text || WORDS.failed, true);
    if (!this.shown) this.busy(false);
    return true;
  }

  /** How the server sees it: asked of a seat's own address, read from the page of what has none. */
  async standing() {
    const { check, done } = this.root.dataset;
    try {
      if (!check) return { moved: !["held", undefined].includes(await this.pageState(done)), pay: "open" };
      const answer = await this.post(check, {});
      if (!answer?.ok) return null;
      const { state, pay, text } = await answer.json();
      return { moved: state !== this.state() || pay === "refunded", pay, text };
    } catch {
      return null;
    }
  }

  state() {
    return document.querySelector("[data-booking-state]")?.dataset.bookingState;
  }

  async pageState(address) {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-booking-state]")?.dataset.bookingState;
  }

  go() {
    this.gone = true;
    location.replace(this.root.dataset.done);
  }

  /** The answer, or null where the net is down. */
  async post(address, body) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    try {
      return await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    } catch {
      return null;
    }
  }
}

export function checkout() {
  const root = document.querySelector("[data-checkout]");
  const options = document.getElementById("checkout");
  if (root) new Checkout(root, options && JSON.parse(options.textContent));
}
