// A socket that comes back: 0.5 s, doubling to 30 s, with jitter; silent while the page is hidden.
const FIRST = 500;
const LAST = 30000;
const FOR_GOOD = new Set([4401, 4403, 4404]);

/** Open `path`; handlers: onOpen(send), onFrame(t, data). Returns {send}. */
export function openSocket(path, { onOpen = () => {}, onFrame }) {
  let socket = null;
  let wait = FIRST;
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
      if (frame) onFrame(frame.t, frame.data ?? {});
    });
    socket.addEventListener("close", (event) => {
      if (FOR_GOOD.has(event.code)) return;
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
