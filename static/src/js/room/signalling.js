// The room's one socket: hello, heartbeat, coming back after a loss. It knows nothing of video.
//
// Events (`on(type, fn)`): every message type of the server, and
//   state {state: "connecting"|"online"|"reconnecting", tries}
//   gone {code, message}   it will not come back by itself

const NO_RETURN = new Set([4001, 4003, 4004, 4401, 4403, 4409]);
const PING_EVERY = 1500;
const SILENT_AFTER = 4500;
const HELLO_WITHIN = 6000;

export class Signalling {
  #handlers = new Map();
  #socket = null;
  #timer = 0;
  #retry = 0;
  #heard = 0;
  #ticked = 0;
  #opened = 0;
  #tries = 0;
  #resumeKey = "";
  #stopped = false;
  #renewed = false;
  #kept = new Map();

  /** `ticket` asks the server for {room_token, resume_key, ws_url}; it may throw a Refusal. */
  constructor(ticket) {
    this.ticket = ticket;
    this.online = false;
    addEventListener("online", () => this.#again(0));
  }

  on(type, fn) {
    this.#handlers.set(type, [...(this.#handlers.get(type) ?? []), fn]);
  }

  #emit(type, data) {
    for (const fn of this.#handlers.get(type) ?? []) fn(data);
  }

  start() {
    this.#state("connecting");
    return this.#connect();
  }

  /** Send a message; false when there is no line to send it on. */
  send(t, data = {}) {
    if (!this.online) return false;
    this.#socket.send(JSON.stringify({ v: 1, t, ...data }));
    return true;
  }

  /**
   * Send a command that must not get lost, on this line or the next: a broken line looks whole for
   * seconds. It is said again on each new line until a pong proves that the server is past it. The
   * newest of a type (and of whom it is about) counts, so the server must take it twice.
   */
  insist(t, data = {}) {
    this.#kept.set(`${t} ${data.to ?? ""}`, { t, data, at: performance.now() });
    this.send(t, data);
  }

  #sayAgain() {
    for (const one of this.#kept.values()) {
      one.at = performance.now();
      this.send(one.t, one.data);
    }
  }

  #arrived(id) {
    for (const [key, { at }] of this.#kept) if (at <= Number(id)) this.#kept.delete(key);
  }

  /** Say goodbye. */
  stop() {
    this.#stopped = true;
    this.#kept.clear();
    this.online = false;
    clearTimeout(this.#retry);
    clearInterval(this.#timer);
    this.#socket?.close(1000);
  }

  async #connect() {
    if (this.#stopped) return;
    let hello = { resume_key: this.#resumeKey };
    try {
      if (!this.#resumeKey || !this.url) {
        const ticket = await this.ticket();
        this.url = ticket.ws_url;
        this.nextKey = ticket.resume_key;
        hello = { token: ticket.room_token };
      }
    } catch (refusal) {
      if (refusal.status >= 400 && refusal.status < 500 && refusal.status !== 429) {
        this.#gone(refusal.code, refusal.message);
      } else {
        this.#again(Math.min(4000, 500 * 2 ** this.#tries));
      }
      return;
    }
    if (this.#stopped) return;
    this.#open(hello);
  }

  #open(hello) {
    const address = new URL(this.url, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#opened = this.#heard = this.#ticked = performance.now();
    socket.onopen = () => socket.send(JSON.stringify({ v: 1, t: "hello", ...hello }));
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => this.#closed(event);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#beat(), PING_EVERY);
  }

  #receive(text) {
    this.#heard = performance.now();
    const message = JSON.parse(text);
    if (message.t === "welcome") {
      if (!message.resumed) this.#resumeKey = this.nextKey;
      this.#tries = 0;
      this.#renewed = false;
      this.online = true;
      this.#emit("welcome", message);
      this.#state("online");
      this.#sayAgain();
      return;
    }
    if (message.t === "pong") this.#arrived(message.id);
    if (message.t === "error") this.lastError = message;
    this.#emit(message.t, message);
  }

  #beat() {
    const moment = performance.now();
    // A page in the background is woken late: silence then says nothing about the line.
    const slept = moment - this.#ticked > 3 * PING_EVERY;
    this.#ticked = moment;
    const limit = this.online ? SILENT_AFTER : HELLO_WITHIN;
    const since = this.online ? this.#heard : this.#opened;
    if (!slept && moment - since > limit) {
      this.#abandon();
      this.#again(0);
      return;
    }
    this.send("ping", { id: String(Math.floor(moment)) });
  }

  /** Leave a dead socket without waiting for its closing handshake. */
  #abandon() {
    const socket = this.#socket;
    this.#socket = null;
    this.online = false;
    if (!socket) return;
    socket.onmessage = socket.onclose = socket.onopen = null;
    socket.close();
  }

  #closed({ code }) {
    this.online = false;
    if (this.#stopped) return;
    const lost = code === 4401 && this.lastError?.code === "resume_lost" && !this.#renewed;
    if (lost) {
      // The lease ran out while we were away: join again as somebody new.
      this.#renewed = true;
      this.#resumeKey = "";
      this.#again(0);
    } else if (NO_RETURN.has(code)) {
      this.#gone(code, this.lastError?.message ?? "");
    } else {
      this.#again(Math.min(2000, 250 * 2 ** this.#tries));
    }
  }

  #again(wait) {
    if (this.#stopped || this.online || this.#socket?.readyState === WebSocket.CONNECTING) return;
    clearTimeout(this.#retry);
    this.#tries += 1;
    this.#state("reconnecting");
    this.#retry = setTimeout(() => this.#connect(), wait * (0.5 + Math.random() / 2));
  }

  #gone(code, message) {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#emit("gone", { code, message });
  }

  #state(state) {
    this.#emit("state", { state, tries: this.#tries });
  }

  /** Cut the line as a broken network would (tests). */
  drop() {
    this.#abandon();
    this.#again(0);
  }
}
