// Every half minute the server is told how our line is; it keeps it with the attendance.

import { waysInUse } from "./quality.js";

const EVERY = 30_000;

export class LineLog {
  #before = { lost: 0, received: 0, frozen: 0 };

  constructor(room) {
    this.room = room;
    this.timer = setInterval(() => this.#tell(), EVERY);
  }

  async #tell() {
    const links = [...this.room.call.people.values()].map(({ peer }) => peer.pc).filter(Boolean);
    if (!this.room.inside || !links.length) return;
    const now = { lost: 0, received: 0, frozen: 0, rtt: null, relayed: false };
    for (const link of links) read(await link.getStats(), now);
    const lost = Math.max(0, now.lost - this.#before.lost);
    const received = Math.max(0, now.received - this.#before.received);
    const frozen = Math.max(0, now.frozen - this.#before.frozen);
    this.#before = now;
    this.room.line.send("quality", {
      rtt: now.rtt,
      loss: Math.round((1000 * lost) / Math.max(1, lost + received)),
      frozen: Math.min(EVERY * 8, Math.round(frozen * 1000)),
      relayed: now.relayed,
    });
  }

  close() {
    clearInterval(this.timer);
  }
}

function read(report, sum) {
  for (const { rtt, relay } of waysInUse(report)) {
    sum.rtt = Math.max(sum.rtt ?? 0, Math.round(rtt * 1000));
    sum.relayed ||= relay;
  }
  report.forEach((entry) => {
    if (entry.type === "inbound-rtp") {
      sum.lost += entry.packetsLost ?? 0;
      sum.received += entry.packetsReceived ?? 0;
      sum.frozen += entry.totalFreezesDuration ?? 0;
    }
  });
}
