// What the links' own counters say: round trip, loss, freezes, bytes.

export const WORDS = ["", "Poor connection", "Fair connection", "Good connection"];

/** Return {quality: 1 poor, 2 fair, 3 good, strained, sent, got, ...counters} since `before`. */
export async function measure(pc, before = {}) {
  const seen = {
    pc,
    rtt: 0,
    lost: 0,
    received: 0,
    framesDecoded: 0,
    freezes: 0,
    relay: false,
    protocol: "",
    outLoss: 0,
    sent: 0,
    got: 0,
  };
  const report = await pc.getStats();
  report.forEach((entry) => count(seen, entry));
  for (const way of waysInUse(report)) Object.assign(seen, way);
  // A rebuilt connection counts from nothing.
  const old = before.pc === pc ? before : {};
  const lost = Math.max(0, seen.lost - (old.lost ?? 0));
  const loss = lost / Math.max(1, lost + Math.max(0, seen.received - (old.received ?? 0)));
  const froze = seen.freezes > (old.freezes ?? 0);
  seen.strained = seen.outLoss > 0.1;
  const poor = seen.rtt > 0.5 || loss > 0.1 || froze || seen.strained;
  seen.quality = poor ? 1 : seen.rtt > 0.25 || loss > 0.03 || seen.outLoss > 0.03 ? 2 : 3;
  seen.moreSent = Math.max(0, seen.sent - (old.sent ?? 0));
  seen.moreGot = Math.max(0, seen.got - (old.got ?? 0));
  return seen;
}

/**
 * Return {rtt, relay, protocol} of the pair of candidates that carries a link now: seconds, whether
 * a TURN server of either side is on the way, and how packets leave here.
 */
export function waysInUse(report) {
  const all = [...report.values()];
  // A pair that was left stays "nominated"; Firefox marks the one in use itself.
  const used = new Set(all.map((entry) => entry.selectedCandidatePairId));
  const pairs = all.filter(({ type, id, selected }) => type === "candidate-pair" && (used.has(id) || selected));
  return pairs.map((pair) => {
    const [here, there] = [report.get(pair.localCandidateId), report.get(pair.remoteCandidateId)];
    return {
      rtt: pair.currentRoundTripTime ?? 0,
      relay: [here, there].some((end) => end?.candidateType === "relay"),
      protocol: here?.relayProtocol ?? here?.protocol ?? "",
    };
  });
}

function count(seen, entry) {
  if (entry.type === "candidate-pair") {
    seen.sent += entry.bytesSent ?? 0;
    seen.got += entry.bytesReceived ?? 0;
  } else if (entry.type === "inbound-rtp") {
    seen.lost += entry.packetsLost ?? 0;
    seen.received += entry.packetsReceived ?? 0;
    seen.framesDecoded += entry.framesDecoded ?? 0;
    seen.freezes += entry.freezeCount ?? 0;
  } else if (entry.type === "remote-inbound-rtp") {
    seen.outLoss = Math.max(seen.outLoss, entry.fractionLost ?? 0);
  }
}

/** Write bytes as "1.2 MB". */
export function megabytes(bytes) {
  const much = bytes / 1_000_000;
  return `${much.toFixed(much < 100 ? 1 : 0)} MB`;
}
