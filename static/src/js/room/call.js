// The call: who is in it, a link to each of them, and what everybody sends.

import { Peer } from "./peer.js";

const TEND_EVERY = 500;
const LOOK_EVERY = 2000;

export class Call {
  #timers = [];
  #sent = "";

  /** `changed(pid)` redraws one person, or the whole stage without one. */
  constructor({ line, media, changed, said }) {
    Object.assign(this, { line, media, changed, said });
    this.people = new Map();
    this.iceServers = [];
    this.pid = "";
    this.seq = 0;
    line.on("peer-joined", ({ peer }) => this.#join(peer, true));
    line.on("peer-resumed", ({ pid }) => this.#with(pid, (person) => this.#back(person, false)));
    line.on("peer-away", ({ pid }) => this.#with(pid, (person) => this.#away(person, true)));
    line.on("peer-left", ({ pid, reason }) => this.#leave(pid, reason));
    line.on("presence", (message) => this.#presence(message));
    line.on("sdp", (message) => this.people.get(message.from)?.peer.hear(message));
    line.on("ice", (message) => this.people.get(message.from)?.peer.hear(message));
    this.#timers.push(setInterval(() => this.#tend(), TEND_EVERY));
    this.#timers.push(setInterval(() => this.#look(), LOOK_EVERY));
  }

  /** Begin, or go on after a lost socket, with what the server says is in the room. */
  enter({ pid, seq, peers, resumed }) {
    const same = resumed && pid === this.pid;
    if (!same) for (const known of [...this.people.keys()]) this.#drop(known);
    this.pid = pid;
    this.seq = seq;
    const there = new Set(peers.map((peer) => peer.pid));
    for (const known of [...this.people.keys()]) if (!there.has(known)) this.#drop(known);
    for (const peer of peers) {
      const known = this.people.get(peer.pid);
      if (!known) {
        this.#join(peer, false);
        continue;
      }
      Object.assign(known.card, peer);
      this.#back(known, true);
    }
    this.#sent = "";
    this.tell();
    this.changed();
  }

  #with(pid, act) {
    const person = this.people.get(pid);
    if (person) act(person);
  }

  #join(card, news) {
    if (this.people.has(card.pid) || card.pid === this.pid) return;
    const peer = new Peer({
      pid: card.pid,
      polite: card.polite,
      iceServers: this.iceServers,
      tracks: this.media.outgoing,
      send: (type, data) => this.line.send(type, data),
      changed: () => this.#moved(card.pid),
    });
    peer.away = Boolean(card.away);
    this.people.set(card.pid, { card, peer, quality: 0, joined: performance.now() });
    this.#share();
    if (news) this.said(`${card.name} joined.`);
    this.changed();
  }

  #leave(pid, reason) {
    const person = this.people.get(pid);
    if (!person) return;
    this.#drop(pid);
    this.#share();
    if (reason !== "replaced") {
      this.said(`${person.card.name} ${reason === "lost" ? "lost the connection" : "left"}.`);
    }
    this.changed();
  }

  #drop(pid) {
    this.people.get(pid)?.peer.close();
    this.people.delete(pid);
  }

  #back(person, mine) {
    this.#away(person, false);
    person.peer.resumed(mine);
  }

  #away(person, away) {
    person.card.away = person.peer.away = away;
    this.changed(person.card.pid);
  }

  #presence({ pid, flags, away }) {
    if (pid === this.pid) return;
    this.#with(pid, (person) => {
      person.card.flags = flags;
      this.#away(person, away);
    });
  }

  #moved(pid) {
    const person = this.people.get(pid);
    if (!person) return;
    if (person.peer.state === "connected" && !person.connected) {
      person.connected = performance.now();
      this.#share();
    }
    this.changed(pid);
  }

  #share() {
    for (const { peer } of this.people.values()) peer.limit(this.people.size + 1);
  }

  /** Send our tracks as they are now to everybody, and say what we send. */
  async update() {
    const tracks = this.media.outgoing;
    await Promise.all([...this.people.values()].map(({ peer }) => peer.setTracks(tracks)));
    this.tell();
  }

  /** Tell the others what we send; full state, so that a repeat does no harm. */
  tell() {
    const flags = this.media.flags;
    const text = JSON.stringify(flags);
    if (this.pid && text !== this.#sent && this.line.send("flags", flags)) this.#sent = text;
  }

  #tend() {
    if (!this.line.online) return;
    for (const { peer } of this.people.values()) peer.tend();
    const stuck = [...this.people.values()].some(({ peer }) => peer.stuck && !peer.away);
    if (stuck !== this.stuck) {
      this.stuck = stuck;
      this.changed();
    }
  }

  async #look() {
    for (const person of this.people.values()) {
      if (person.peer.state !== "connected") continue;
      const seen = await measure(person.peer.pc, person.seen);
      person.seen = seen;
      if (seen.quality !== person.quality) {
        person.quality = seen.quality;
        this.changed(person.card.pid);
      }
    }
  }

  close() {
    for (const timer of this.#timers) clearInterval(timer);
    for (const pid of [...this.people.keys()]) this.#drop(pid);
  }
}

/** Return {quality: 1 poor, 2 fair, 3 good, ...counters}: round trip and loss since `before`. */
export async function measure(pc, before = {}) {
  const seen = { rtt: 0, lost: 0, received: 0, framesDecoded: 0, freezes: 0, relay: false };
  const report = await pc.getStats();
  report.forEach((entry) => {
    if (entry.type === "candidate-pair" && entry.nominated && entry.state === "succeeded") {
      seen.rtt = entry.currentRoundTripTime ?? 0;
      seen.relay = report.get(entry.localCandidateId)?.candidateType === "relay";
    } else if (entry.type === "inbound-rtp") {
      seen.lost += entry.packetsLost ?? 0;
      seen.received += entry.packetsReceived ?? 0;
      seen.framesDecoded += entry.framesDecoded ?? 0;
      seen.freezes += entry.freezeCount ?? 0;
    }
  });
  const lost = Math.max(0, seen.lost - (before.lost ?? 0));
  const loss = lost / Math.max(1, lost + seen.received - (before.received ?? 0));
  const froze = seen.freezes > (before.freezes ?? 0);
  seen.quality = seen.rtt > 0.5 || loss > 0.1 || froze ? 1 : seen.rtt > 0.25 || loss > 0.03 ? 2 : 3;
  return seen;
}
