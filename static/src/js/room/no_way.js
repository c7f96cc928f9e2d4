// What the room says when two people are there and no way leads from one to the other.

/** Return the words for people without a way to us, "" for nobody. */
export function noWayTo(people) {
  if (!people.length) return "";
  const names = people.map(({ card }) => card.name).join(", ");
  const refused = people.some(({ peer }) => peer.refused);
  const advice = refused
    ? "The server that helps through strict networks refused this call. Join again; if that does not help, tell support."
    : "Try another network, or a phone's hotspot.";
  return `No video or sound between you and ${names}: the networks let nothing through. ${advice} Chat still works.`;
}
