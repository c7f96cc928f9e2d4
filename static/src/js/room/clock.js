// Times as the rest of the site writes them: on the clock of the person's account, not the browser's.

/** Return a function that writes a moment as "1:28 pm"; with `named` as "1:28 pm IST". */
export function clockOf({ zone, zoneName }) {
  const [written, name] = known(zone, zoneName);
  return (moment, { named = false } = {}) => `${written.format(new Date(moment))}${named ? name : ""}`;
}

/** A browser older than the zone shows its own clock, and names none. */
function known(timeZone, name) {
  const style = { hour: "numeric", minute: "2-digit" };
  try {
    return [new Intl.DateTimeFormat([], { ...style, timeZone }), ` ${name}`];
  } catch {
    return [new Intl.DateTimeFormat([], style), ""];
  }
}
