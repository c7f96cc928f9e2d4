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
const BITRATE = { 2: 1_200_000, 3: 700_000, 4: 450_000 };

export class Peer {
  #chain = Promise.resolve();
  #makingOffer = false;
  #ignoring = false;
  #answering = false;
  #trouble = 0;
  #restarted = 0;
  #restarts = 0;
  #closed = false;

  /** `send(type, data)` goes to the other side; `changed()` is called when state or media moved. */
  constructor({ pid, polite, iceServers, tracks, send, changed }) {
    Object.assign(this, { pid, polite, iceServers, tracks, send, changed });
    this.gen = 0;
    this.away = false;
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

  #build() {
    this.pc = new RTCPeerConnection({ iceServers: this.iceServers, bundlePolicy: "max-bundle" });
    const pc = this.pc;
    this.#trouble = performance.now();
    this.#makingOffer = this.#ignoring = this.#answering = false;
    pc.onicecandidate = ({ candidate }) => this.#say("ice", { c: candidate?.toJSON() ?? null });
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

  /** Share the uplink: so many people in the room. */
  async limit(people) {
    const line = this.pc.getTransceivers().find((one) => one.receiver.track.kind === "video");
    const parameters = line?.sender.getParameters();
    if (!parameters?.encodings?.length) return;
    parameters.encodings[0].maxBitrate = BITRATE[Math.min(4, Math.max(2, people))];
    await line.sender.setParameters(parameters).catch(() => {});
  }

  /** The socket was lost and is back: what was said meanwhile never arrived. */
  resumed(mine) {
    if (this.pc.signalingState === "have-local-offer") {
      this.#say("sdp", { d: plain(this.pc.localDescription) });
    } else if (mine && this.pc.remoteDescription) {
      this.pc.restartIce();
    }
  }

  #moved() {
    if (this.state === "connected") {
      this.#trouble = this.#restarts = this.#restarted = 0;
    } else if (!this.#trouble) {
      this.#trouble = performance.now();
    }
    this.changed();
  }

  /** Look after the link; called twice a second while the socket is online. */
  tend() {
    if (this.#closed || this.away || this.state === "connected" || !this.#trouble) return;
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
    pc.onicecandidate = pc.ontrack = pc.onconnectionstatechange = pc.onnegotiationneeded = null;
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
