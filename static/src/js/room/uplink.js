// How much of our video one other person gets. Everything we send stays below 1.5 Mbit/s:
// docs/rooms.md tells the rule, and why.

const UPLINK = 1_440_000;
const VOICE = 40_000;
const MOST = 1_200_000;
const LEAST = 80_000;
const SMALL = 150_000;
const REDUCED = 200_000;

/** So many people may see everybody's video; with more in the room, only one person's. */
export const ALL_SEEN = 4;

/** What a page gets that has not asked yet. */
export function unasked(people) {
  return people > ALL_SEEN ? "none" : "large";
}

/**
 * Return {active, maxBitrate, scaleResolutionDownBy, maxFramerate} for the video of one link.
 *
 * `people` in the room with us; `size` the other page asks for ("large", "small", "none"); `level`
 * of our own data ladder; `strained` if this link loses much; `screen` if it is a shared screen.
 */
export function videoFor({ people, size, level, strained, screen }) {
  const links = Math.max(1, people - 1);
  const off = size === "none" || (level === "audio" && !screen);
  let maxBitrate = Math.min(MOST, Math.floor(UPLINK / links) - VOICE);
  if (size === "small") maxBitrate = Math.min(maxBitrate, SMALL);
  if (level !== "full") maxBitrate = Math.min(maxBitrate, REDUCED);
  if (strained) maxBitrate = Math.max(LEAST, Math.floor(maxBitrate / 2));
  const small = size === "small" || level !== "full" || people > ALL_SEEN || strained;
  return {
    active: !off,
    maxBitrate,
    // Text on a screen must stay readable: it gets slower, not smaller.
    scaleResolutionDownBy: small && !screen ? 2 : 1,
    maxFramerate: screen ? (small ? 5 : 15) : small ? 15 : 24,
  };
}

/** Return what one link's voice may take. */
export function voiceFor(level) {
  return { active: true, maxBitrate: level === "audio" ? 24_000 : VOICE };
}
