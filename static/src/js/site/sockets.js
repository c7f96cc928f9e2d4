// A socket that comes back: 0.5 s, doubling to 30 s, with jitter; silent while the page is hidden.
const FIRST = 500;
const LAST = 30000;
const FOR_GOOD = new Set([4401, 4404]);
const SIGNED_OUT = 4403;

/** Open `path`; handlers: onOpen(send), onFrame(t, data). Returns {send}. */
export function openSocket(path, { onOpen = () => {}, onFrame }) {
  let socket = null;
  let wait = FIRST;
  let signedOut = false;
  const send = (message) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const connect = () => {
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`);
    socket.addEventListener("open", () => {
      wait = FIRST;
      onOpen(send);
    });
    socket.addEventListener("message", (event) => {
      const frame = parse(event.data);
      if (!frame) return;
      signedOut = false;
      onFrame(frame.t, frame.data ?? {});
    });
    socket.addEventListener("close", (event) => {
      // The browser that changed its password has a new session by now, so ask once more; whoever is
      // nobody then has to log in again.
      if (event.code === SIGNED_OUT) signedOut = true;
      if (FOR_GOOD.has(event.code)) {
        if (signedOut) location.assign(`/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
        return;
      }
      setTimeout(whenSeen, wait * (0.75 + Math.random() / 2), connect);
      wait = Math.min(LAST, wait * 2);
    });
  };
  connect();
  // A page kept for Back would hold a dead socket: close it, and open anew when it is shown again.
  addEventListener("pagehide", () => socket.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted && socket.readyState > WebSocket.OPEN) wait = FIRST;
  });
  return { send };
}

function whenSeen(then) {
  if (!document.hidden) then();
  else document.addEventListener("visibilitychange", () => whenSeen(then), { once: true });
}

function parse(text) {
  try {
    const frame = JSON.parse(text);
    return frame && frame.v === 1 && typeof frame.t === "string" ? frame : null;
  } catch {
    return null;
  }
}
