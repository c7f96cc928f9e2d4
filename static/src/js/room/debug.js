// What tests and developers may look at; only on pages of a machine with dev tools.

import { measure } from "./call.js";

export function expose(room) {
  window.__room = {
    get pid() {
      return room.pid;
    },
    get online() {
      return room.line.online;
    },
    get states() {
      return [...room.call.people.values()].map(({ peer }) => peer.state);
    },
    get people() {
      return [...room.call.people.values()].map(({ card, peer }) => ({
        ...card,
        state: peer.state,
        gen: peer.gen,
        polite: peer.polite,
      }));
    },
    get flags() {
      return room.media.flags;
    },
    /** Counters of each link: framesDecoded, rtt, lost, quality. */
    stats: () => Promise.all([...room.call.people.values()].map(({ peer }) => measure(peer.pc))),
    drop: () => room.line.drop(),
  };
}
