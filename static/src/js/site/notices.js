// News for somebody logged in: the bell's number, a toast, the ten-minutes banner, and the pop-up when
// the other side is ready. Every frame is also an event `peerlearn:<t>` on document, for other scripts.
import { icon, iconButton, make } from "./dom.js";
import { openSocket } from "./sockets.js";
import { toast } from "./toasts.js";

const SOON = "session_soon"; // the kind of learning/notices.py

export function startNotices() {
  if (!document.documentElement.dataset.user) return;
  openSocket("/ws/notices/", { onFrame: take });
  document.addEventListener("peerlearn:notice", (event) => notice(event.detail));
  document.addEventListener("peerlearn:unread", (event) => bell(event.detail.count));
  document.addEventListener("peerlearn:session.ready", (event) => ready(event.detail));
}

function take(t, data) {
  document.dispatchEvent(new CustomEvent(`peerlearn:${t}`, { detail: data, bubbles: true }));
}

function bell(count) {
  for (const badge of document.querySelectorAll("[data-bell]")) {
    badge.querySelector("[data-bell-number]").textContent = count > 99 ? "99+" : count;
    badge.hidden = count < 1;
  }
}

function notice({ kind, title, body, url }) {
  const shown = document.querySelector("[data-bell-number]")?.textContent ?? "0";
  bell((Number.parseInt(shown, 10) || 0) + 1);
  if (kind === SOON) banner({ text: [title, body].filter(Boolean).join(" "), url });
  else toast({ text: title, url: url && url !== location.pathname ? url : "" });
}

/** Ten minutes before a session: one banner below the header. */
export function banner({ text, url, label = "Get ready" }) {
  const region = document.querySelector("[data-banners]");
  if (!region) return;
  const close = iconButton("x", "Close", { "data-banner-close": true });
  const words = make("p", { class: "banner-text" }, text);
  const link = make("a", { class: "btn btn-small", href: url }, label);
  region.replaceChildren(make("div", { class: "banner", "data-banner": true }, icon("clock"), words, link, close));
}

/** The other side said "I'm ready": a learner gets the way in, a mentor a word. A page that shows the
    session's own ready panel says it there. */
function ready({ session, user, role, name, title, ready: on, join_url: url }) {
  const open = document.getElementById("ready-dialog");
  const here = location.pathname === new URL(url || "/", location.href).pathname;
  if (!on || here) open?.close();
  if (!on || here || !url || open) return;
  if (String(user) === document.documentElement.dataset.user) return;
  if (document.querySelector(`[data-ready-panel="${Number(session)}"]`)) return;
  if (role === "mentor") invite(name, title, url);
  else toast({ text: `${name} is ready: ${title}`, url, label: "Start Class", stays: true });
}

function invite(name, title, url) {
  const head = make("h2", { id: "ready-title" }, `${name} is ready`);
  const close = iconButton("x", "Close", { "data-dialog-close": true });
  const dialog = make(
    "dialog",
    { class: "dialog", id: "ready-dialog", "aria-labelledby": "ready-title" },
    make("div", { class: "dialog-head" }, head, close),
    make("div", { class: "dialog-body" }, make("p", {}, title)),
    make("div", { class: "dialog-foot" }, make("a", { class: "btn btn-main", href: url }, icon("video"), "Join Class")),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
