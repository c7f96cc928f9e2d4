// What tests and developers may look at; only on pages of a machine with dev tools.

import { measure } from "./quality.js";
import { Recording } from "./recording.js";

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
        passes: peer.pc.getConfiguration().iceServers.map(({ username }) => username),
      }));
    },
    /** Names of the tracks that go out. */
    get sends() {
      const { audio, video } = room.media.outgoing;
      return { audio: audio?.label ?? "", video: video?.label ?? "" };
    },
    /** How many chunks of the part that is recorded here are up. */
    get recorded() {
      return room.features.find((feature) => feature instanceof Recording).sent;
    },
    get flags() {
      return room.media.flags;
    },
    /** Counters of each link: framesDecoded, rtt, lost, quality. */
    stats: () => Promise.all([...room.call.people.values()].map(async ({ peer }) => counters(await measure(peer.pc)))),
    drop: () => room.line.drop(),
    /** How our video goes to each: {active, maxBitrate, scaleResolutionDownBy, maxFramerate}. */
    get shares() {
      return Object.fromEntries(
        [...room.call.people].map(([pid, { peer }]) => {
          const line = peer.pc.getTransceivers().find((one) => one.receiver.track.kind === "video");
          return [pid, line?.sender.getParameters().encodings?.[0] ?? null];
        }),
      );
    },
    /** The step of the data ladder, and bytes used. */
    get data() {
      return { level: room.call.ladder.level, ...room.call.used };
    },
    /** Have the links judged 1 (poor) to 3 (good), whatever they are. */
    judge(quality) {
      room.call.measure = async (...links) => ({ ...(await measure(...links)), quality });
    },
  };
}

function counters({ pc, ...rest }) {
  return rest;
}
