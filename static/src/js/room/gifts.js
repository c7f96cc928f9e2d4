// Gifts: a learner pays one, and the room sees each once, when the server says that it is paid.

import { loadScript, openWindow } from "../payments/script.js";
import { post, Refusal } from "./api.js";
import { find, tell } from "./dom.js";
import { focusBack } from "./panels.js";

const SHOWN_MS = 6000;
const ASK_AGAIN_MS = [0, 1000, 2000, 3000, 5000, 8000];
const WORDS = {
  opening: "Opening the payment window…",
  checking: "Checking your payment…",
  processing: "Your bank is still at it. The room sees your gift once it is paid.",
  failed: "The payment did not go through. Nothing was charged.",
  closed: "You closed the payment window. If you did pay, the room sees it in a moment.",
  refunded: "Your gift could not be given. You get all of it back.",
  late: "The session has ended, but your gift has arrived. Thank you!",
  offline: "You are offline. If you paid, your gift arrives all the same.",
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What everybody in the room sees. */
export class GiftShow {
  #seen = new Set();
  #queue = [];
  #busy = false;

  constructor({ line, chat }) {
    this.chat = chat;
    this.box = find("[data-gift-show]");
    this.said = find("[data-gift-said]");
    line.on("gift", (gift) => this.take(gift));
  }

  take(gift) {
    if (this.#seen.has(gift.id)) return;
    this.#seen.add(gift.id);
    this.#queue.push(gift);
    if (!this.#busy) this.#next();
  }

  async #next() {
    this.#busy = true;
    while (this.#queue.length) {
      const gift = this.#queue.shift();
      const words = gift.mine ? "You gave" : `${gift.from} gave`;
      find("[data-gift-from]", this.box).textContent = words;
      find("[data-gift-amount]", this.box).textContent = gift.text;
      tell(find("[data-gift-message]", this.box), gift.message);
      this.box.hidden = false;
      // An open chat reads the line out itself.
      if (!this.chat.isOpen) this.said.textContent = `${words} ${gift.text}. ${gift.message}`;
      await pause(SHOWN_MS);
      this.box.hidden = true;
      this.said.textContent = "";
    }
    this.#busy = false;
  }
}

/** A learner's way to give: amount, line, payment. */
export class Giver {
  constructor({ config, say }) {
    Object.assign(this, { config, say });
    this.opener = find("[data-gift-open]");
    this.dialog = find("[data-gift-dialog]");
    if (!this.opener || !this.dialog) return;
    this.form = find("[data-gift-form]", this.dialog);
    this.problem = find("[data-gift-problem]", this.dialog);
    this.opener.onclick = () => this.#open();
    find("[data-gift-close]", this.dialog).onclick = () => this.dialog.close();
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.#give();
    };
  }

  #open() {
    tell(this.problem, "");
    this.dialog.showModal();
  }

  #busy(on) {
    find("[type=submit]", this.form).disabled = on;
    this.opener.disabled = on;
  }

  async #give() {
    const { amount, message } = Object.fromEntries(new FormData(this.form));
    const wanted = { session: this.config.session, amount: Number(amount), message };
    this.#busy(true);
    try {
      const { checkout } = await post(this.config.gift, wanted);
      await loadScript(checkout.checkout_js);
      this.dialog.close();
      this.say(WORDS.opening);
      this.#pay(checkout);
    } catch (error) {
      tell(this.problem, error instanceof TypeError ? WORDS.offline : error.message);
      this.#busy(false);
    }
  }

  #pay(checkout) {
    openWindow(checkout, {
      handler: (proof) => this.#verify(checkout.verify_url, proof),
      dismissed: () => this.#done(WORDS.closed),
      failed: (why) => this.say(why || WORDS.failed),
    });
    this.say("");
  }

  async #verify(url, proof) {
    this.say(WORDS.checking);
    for (const wait of ASK_AGAIN_MS) {
      await pause(wait);
      const answer = await this.#ask(url, proof);
      if (answer.words) return this.#done(answer.words);
      if (answer.state === "confirmed") return this.#given(answer.late);
      if (answer.state !== "processing") return this.#done(WORDS[answer.state]);
    }
    return this.#done(WORDS.processing);
  }

  // Returns the server's answer; {words} for a refusal; still processing while nobody answers.
  async #ask(url, proof) {
    try {
      return await post(url, proof);
    } catch (error) {
      const refused = error instanceof Refusal && error.status < 500 && error.status !== 429;
      return refused ? { words: error.message } : { state: "processing" };
    }
  }

  #given(late) {
    this.form.reset();
    this.#done(late ? WORDS.late : "");
  }

  #done(words) {
    this.say(words);
    this.#busy(false);
    focusBack(this.opener);
  }
}
