// Paying a held seat: opens Razorpay's window, hands what it brings back to the server, and goes on when
// the server says so. What the server does not say is never shown as paid.
const ASK_AGAIN_MS = [1000, 2000, 3000, 5000, 8000];

const WORDS = {
  opening: "Opening the payment window…",
  checking: "Checking your payment…",
  processing: "Your bank is still at it. This page goes on by itself; you may also come back later.",
  failed: "The payment did not go through. Nothing was charged. Try again or another way.",
  closed: "You closed the payment window. Your seat is still held.",
  refunded: "The seat was gone when your money arrived. You get all of it back.",
  offline: "You are offline. Your payment is safe: we ask again when you are back.",
  blocked: "The payment window could not be loaded. Check your connection and try again.",
};

function loadScript(source) {
  return new Promise((resolve, reject) => {
    if (window.Razorpay) return resolve();
    const script = document.createElement("script");
    script.src = source;
    script.onload = resolve;
    script.onerror = () => {
      script.remove();
      reject(new Error(WORDS.blocked));
    };
    document.head.append(script);
  });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Checkout {
  constructor(root, options) {
    this.root = root;
    this.options = options;
    this.button = root.querySelector("[data-pay]");
    this.status = root.querySelector("[data-pay-status]");
    this.button.addEventListener("click", () => this.open());
  }

  say(words) {
    this.status.textContent = words;
  }

  busy(on) {
    this.button.disabled = on;
    this.root.setAttribute("aria-busy", String(on));
  }

  async open() {
    this.busy(true);
    this.say(WORDS.opening);
    try {
      await loadScript(this.options.checkout_js);
    } catch (error) {
      this.say(error.message);
      this.busy(false);
      return;
    }
    const { key, order_id, amount, currency, name, description, prefill, timeout } = this.options;
    const window_ = new window.Razorpay({
      key, order_id, amount, currency, name, description, prefill, timeout,
      theme: { color: "#0B5A56" },
      handler: (proof) => this.verify(proof),
      modal: { ondismiss: () => this.dismissed() },
    });
    window_.on("payment.failed", () => this.say(WORDS.failed));
    window_.open();
    this.say("");
  }

  // Closed is not unpaid: somebody may have paid and lost the window, so the server is asked.
  async dismissed() {
    this.say(WORDS.closed);
    this.busy(false);
    await pause(1500);
    const state = await this.bookingState();
    if (state && state !== "held") location.assign(this.root.dataset.done);
  }

  async verify(proof) {
    this.busy(true);
    this.say(WORDS.checking);
    for (const wait of [0, ...ASK_AGAIN_MS]) {
      await pause(wait);
      const state = await this.ask(proof);
      if (state === "confirmed") return location.assign(this.root.dataset.done);
      if (state === "refunded" || state === "failed") this.say(WORDS[state]);
      if (state && state !== "processing") return this.busy(false);
    }
    await this.waitForBooking();
  }

  // Returns the server's word, or null while there is none to be had.
  async ask(proof) {
    try {
      const answer = await fetch(this.options.verify_url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token() },
        body: JSON.stringify(proof),
      });
      const body = await answer.json();
      if (answer.ok) {
        if (body.state === "processing") this.say(WORDS.processing);
        return body.state;
      }
      if (answer.status < 500 && answer.status !== 429) {
        this.say(body.message);
        return "refused";
      }
    } catch {
      this.say(WORDS.offline);
    }
    return null;
  }

  async waitForBooking() {
    this.say(WORDS.processing);
    for (let turn = 0; turn < 60; turn += 1) {
      await pause(5000);
      const state = await this.bookingState();
      if (state && state !== "held") return location.assign(this.root.dataset.done);
    }
  }

  async bookingState() {
    try {
      const answer = await fetch(this.root.dataset.done, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return page.querySelector("[data-booking-state]")?.dataset.bookingState;
    } catch {
      return null;
    }
  }

  token() {
    return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }
}

export function checkout() {
  const root = document.querySelector("[data-checkout]");
  const options = document.getElementById("checkout");
  if (root && options) new Checkout(root, JSON.parse(options.textContent));
}
