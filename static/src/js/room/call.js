// The call: who is in it, a link to each of them, and what everybody sends.

import { Ladder } from "./ladder.js";
import { Peer } from "./peer.js";
import { noWayTo } from "./no_way.js";
import { measure } from "./quality.js";
import { unasked, videoFor, voiceFor } from "./uplink.js";

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
    this.quality = 0;
    this.stuck = false;
    this.noWay = "";
    this.used = { sent: 0, got: 0 };
    this.measure = measure;
    this.ladder = new Ladder({ moved: (level) => this.#moveTo(level), said });
    this.media.paused = this.ladder.level === "audio";
    line.on("peer-joined", ({ peer }) => this.#join(peer, true));
    line.on("peer-resumed", ({ pid }) => this.#with(pid, (person) => this.#back(person, false)));
    line.on("peer-away", ({ pid }) => this.#with(pid, (person) => this.#away(person, true)));
    line.on("peer-left", ({ pid, reason }) => this.#leave(pid, reason));
    line.on("presence", (message) => this.#presence(message));
    line.on("ice-servers", ({ ice_servers: servers }) => this.reach(servers));
    line.on("want", ({ from, size }) => this.#with(from, (person) => this.#asked(person, size)));
    line.on("sdp", (message) => this.people.get(message.from)?.peer.hear(message));
    line.on("ice", (message) => this.people.get(message.from)?.peer.hear(message));
    this.#timers.push(setInterval(() => this.#tend(), TEND_EVERY));
    this.#timers.push(setInterval(() => this.#look(), LOOK_EVERY));
  }

  /** Find ways by these STUN and TURN servers from now on; they come again when the end moves. */
  reach(iceServers) {
    this.iceServers = iceServers;
    for (const { peer } of this.people.values()) peer.reach(iceServers);
  }

  /** Begin, or go on after a lost socket, with what the server says is in the room. */
  enter({ pid, seq, peers, resumed, ice_servers: servers }) {
    this.reach(servers);
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
    this.share();
    if (news) this.said(`${card.name} joined.`);
    this.changed();
  }

  #leave(pid, reason) {
    const person = this.people.get(pid);
    if (!person) return;
    this.#drop(pid);
    this.share();
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
    // What was asked for meanwhile may not have arrived.
    person.wanted = "";
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
      this.share();
    }
    this.changed(pid);
  }

  #asked(person, size) {
    person.asked = size;
    this.share();
  }

  #moveTo(level) {
    this.media.paused = level === "audio";
    this.media.changed();
    this.share();
    this.changed();
  }

  /** Ask for somebody's video "large", "small" or "none"; said once, and again after a lost line. */
  want(pid, size) {
    const person = this.people.get(pid);
    if (!person || person.wanted === size) return;
    if (this.line.send("want", { to: pid, size })) person.wanted = size;
  }

  /** Divide what we send among the links: by people, by what they ask, by how the links are. */
  share() {
    const people = this.people.size + 1;
    const { level } = this.ladder;
    const screen = Boolean(this.media.screen);
    for (const { peer, asked, strained } of this.people.values()) {
      const size = asked ?? unasked(people);
      const video = videoFor({ people, size, level, strained: Boolean(strained), screen });
      peer.shape({ video, audio: voiceFor(level) });
    }
  }

  /** Send our tracks as they are now to everybody, and say what we send. */
  async update() {
    const tracks = this.media.outgoing;
    await Promise.all([...this.people.values()].map(({ peer }) => peer.setTracks(tracks)));
    this.share();
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
    const there = [...this.people.values()].filter(({ peer }) => !peer.away);
    const stuck = there.some(({ peer }) => peer.stuck);
    const noWay = noWayTo(there.filter(({ peer }) => peer.wayless));
    if (stuck === this.stuck && noWay === this.noWay) return;
    Object.assign(this, { stuck, noWay });
    this.changed();
  }

  async #look() {
    let best = 0;
    for (const person of this.people.values()) {
      if (person.peer.state !== "connected") continue;
      const seen = await this.measure(person.peer.pc, person.seen);
      this.used.sent += seen.moreSent;
      this.used.got += seen.moreGot;
      best = Math.max(best, seen.quality);
      const moved = seen.quality !== person.quality;
      const strain = seen.strained !== Boolean(person.strained);
      Object.assign(person, { seen, quality: seen.quality, strained: seen.strained });
      if (strain) this.share();
      if (moved) this.changed(person.card.pid);
    }
    // Our own line is at most as good as the best link: one poor link alone is the other's.
    if (best !== this.quality) {
      this.quality = best;
      this.changed("me");
    }
    this.ladder.take(best);
  }

  close() {
    for (const timer of this.#timers) clearInterval(timer);
    for (const pid of [...this.people.keys()]) this.#drop(pid);
  }
}
