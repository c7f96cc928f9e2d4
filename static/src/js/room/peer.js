// One link to one other person: RTCPeerConnection with perfect negotiation (W3C WebRTC 1.0, 10.7).
//
// The newcomer is polite and makes the first offer; the other side answers and attaches its own
// tracks before answering, so there is one round trip and no glare at the start. Audio and video
// each have one transceiver for life: mute, camera and screen are replaceTrack, never renegotiation.

const LOST_AFTER = { polite: 3500, impolite: 2000 };
const START_AFTER = 8000;
const RESTART_EVERY = 6000;
const RESTARTS = 3;
const STUCK_AFTER = 30000;
// Looks at a link without a way, two a second, before the room says so.
const LOOKS = 24;
// What a TURN server answers when it lets nobody through; 701 is a server that did not answer.
const REFUSED = { from: 400, to: 699 };

export class Peer {
  #chain = Promise.resolve();
  #shaping = Promise.resolve();
  #shares = null;
  #makingOffer = false;
  #ignoring = false;
  #answering = false;
  #trouble = 0;
  #restarted = 0;
  #restarts = 0;
  #closed = false;
  #looks = 0;

  /** `send(type, data)` goes to the other side; `changed()` is called when state or media moved. */
  constructor({ pid, polite, iceServers, tracks, send, changed }) {
    Object.assign(this, { pid, polite, iceServers, tracks, send, changed });
    this.gen = 0;
    this.away = this.refused = false;
    this.stream = new MediaStream();
    this.#build();
    if (polite) this.#offerMedia();
  }

  get state() {
    return this.pc.connectionState;
  }

  get stuck() {
    return this.#trouble > 0 && performance.now() - this.#trouble > STUCK_AFTER;
  }

  /** Whether both are there and still find no way to each other. */
  get wayless() {
    return this.#looks >= LOOKS;
  }

  /** Find ways by these STUN and TURN servers from the next start or restart on. */
  reach(iceServers) {
    this.iceServers = iceServers;
    this.refused = false;
    // Firefox learned this late; there a new connection is the first to know.
    this.pc.setConfiguration?.({ ...this.pc.getConfiguration(), iceServers });
  }

  #build() {
    this.pc = new RTCPeerConnection({ iceServers: this.iceServers, bundlePolicy: "max-bundle" });
    const pc = this.pc;
    this.#trouble = performance.now();
    this.#makingOffer = this.#ignoring = this.#answering = false;
    pc.onicecandidate = ({ candidate }) => this.#say("ice", { c: candidate?.toJSON() ?? null });
    pc.onicecandidateerror = ({ errorCode: code }) => {
      this.refused ||= code >= REFUSED.from && code <= REFUSED.to;
    };
    pc.ontrack = ({ track }) => this.#receive(track);
    pc.onconnectionstatechange = () => this.#moved();
    pc.onnegotiationneeded = () => this.#offer();
  }

  #offerMedia() {
    for (const kind of ["audio", "video"]) {
      this.pc.addTransceiver(this.tracks[kind] ?? kind, { direction: "sendrecv" });
    }
  }

  #receive(track) {
    for (const old of this.stream.getTracks()) {
      if (old.kind === track.kind) this.stream.removeTrack(old);
    }
    this.stream.addTrack(track);
    track.onmute = track.onunmute = () => this.changed();
    this.changed();
  }

  async #offer() {
    const pc = this.pc;
    try {
      this.#makingOffer = true;
      await pc.setLocalDescription();
      if (pc === this.pc) this.#say("sdp", { d: plain(pc.localDescription) });
    } catch (error) {
      console.warn("room: offer failed", error);
    } finally {
      this.#makingOffer = false;
    }
  }

  #say(type, data) {
    if (!this.#closed) this.send(type, { to: this.pid, gen: this.gen, ...data });
  }

  /** Take a message of the other side; one after the other, in the order they came. */
  hear(message) {
    this.#chain = this.#chain
      .then(() => this.#act(message))
      .catch((error) => console.warn("room: signal failed", error));
  }

  async #act(message) {
    if (this.#closed || message.gen < this.gen) return;
    if (message.gen > this.gen) this.#rebuild(message.gen);
    if (message.t === "sdp") await this.#description(message.d);
    else await this.#candidate(message.c);
  }

  async #description(description) {
    const pc = this.pc;
    const ready = !this.#makingOffer && (pc.signalingState === "stable" || this.#answering);
    const collision = description.type === "offer" && !ready;
    this.#ignoring = !this.polite && collision;
    if (this.#ignoring) return;
    if (collision) await this.#giveWay();
    this.#answering = description.type === "answer";
    try {
      await pc.setRemoteDescription(description);
    } finally {
      this.#answering = false;
    }
    if (description.type !== "offer") return;
    await this.#attach();
    await pc.setLocalDescription();
    this.#say("sdp", { d: plain(pc.localDescription) });
  }

  /** Withdraw our own offer; transceivers it invented would stay beside the other side's. */
  async #giveWay() {
    if (this.pc.signalingState !== "have-local-offer") return;
    await this.pc.setLocalDescription({ type: "rollback" });
    for (const line of this.pc.getTransceivers()) if (line.mid === null) line.stop();
  }

  async #attach() {
    for (const line of this.pc.getTransceivers()) {
      if (line.mid === null || line.currentDirection === "stopped") continue;
      line.direction = "sendrecv";
      await line.sender.replaceTrack(this.tracks[line.receiver.track.kind] ?? null);
    }
  }

  async #candidate(candidate) {
    try {
      await this.pc.addIceCandidate(candidate ?? undefined);
    } catch (error) {
      if (!this.#ignoring) throw error;
    }
  }

  /** Send other tracks from now on: {audio, video}, null for none. */
  async setTracks(tracks) {
    this.tracks = tracks;
    if (this.pc.signalingState === "closed") return;
    for (const line of this.pc.getTransceivers()) {
      if (line.currentDirection === "stopped") continue;
      await line.sender.replaceTrack(tracks[line.receiver.track.kind] ?? null);
    }
  }

  /** Send so much from now on: {audio, video}, each as uplink.js says it. */
  shape(shares) {
    this.#shares = shares;
    // One after the other: parameters must be set before they are read again.
    this.#shaping = this.#shaping.then(() => this.#shape()).catch(() => {});
  }

  async #shape() {
    for (const line of this.#closed ? [] : this.pc.getTransceivers()) {
      const share = this.#shares?.[line.receiver.track.kind];
      const parameters = line.sender.getParameters();
      const encoding = parameters.encodings?.[0];
      if (!share || !encoding) continue;
      if (Object.keys(share).every((name) => encoding[name] === share[name])) continue;
      Object.assign(encoding, share);
      await line.sender.setParameters(parameters);
    }
  }

  /** The socket was lost and is back: what was said meanwhile never arrived. */
  resumed(mine) {
    this.#looks = 0;
    if (this.pc.signalingState === "have-local-offer") {
      this.#say("sdp", { d: plain(this.pc.localDescription) });
    } else if (mine && this.pc.remoteDescription) {
      this.pc.restartIce();
    }
  }

  #moved() {
    if (this.state === "connected") {
      this.#trouble = this.#restarts = this.#restarted = this.#looks = 0;
      this.refused = false;
      // A new connection knows nothing of what the old one was told.
      this.shape(this.#shares);
    } else if (!this.#trouble) {
      this.#trouble = performance.now();
    }
    this.changed();
  }

  /** Look after the link; called twice a second while the socket is online. */
  tend() {
    if (this.#closed || this.away || this.state === "connected" || !this.#trouble) return;
    this.#looks += 1;
    const moment = performance.now();
    const patience =
      this.state === "failed"
        ? 0
        : this.state === "disconnected"
          ? LOST_AFTER[this.polite ? "polite" : "impolite"]
          : START_AFTER;
    if (moment - this.#trouble < patience || moment - this.#restarted < RESTART_EVERY) return;
    this.#restarted = moment;
    this.#restarts += 1;
    if (this.#restarts > RESTARTS) {
      this.#restarts = 0;
      this.#rebuild(this.gen + 1);
      this.#offerMedia();
    } else if (this.pc.signalingState === "have-local-offer") {
      this.resumed(false);
    } else if (this.pc.remoteDescription) {
      this.pc.restartIce();
    }
  }

  #rebuild(gen) {
    const since = this.#trouble || performance.now();
    this.#shut();
    this.gen = gen;
    this.#build();
    this.#trouble = since;
  }

  #shut() {
    const pc = this.pc;
    pc.onicecandidate = pc.onicecandidateerror = pc.ontrack = pc.onconnectionstatechange = pc.onnegotiationneeded = null;
    pc.close();
  }

  close() {
    this.#closed = true;
    this.#shut();
    for (const track of this.stream.getTracks()) this.stream.removeTrack(track);
  }
}

function plain({ type, sdp }) {
  return { type, sdp };
}
