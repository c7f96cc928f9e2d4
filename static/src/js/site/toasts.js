// Toasts: at most three; gone after six seconds unless looked at; errors stay. Other scripts call
// toast() or dispatch `peerlearn:toast` on document with {text, kind, url, label}.
import { icon, iconButton, make } from "./dom.js";

const MOST = 3;
const STAYS = 6000;

/** Show a text; kind "error" stays. `url` and `label` add a link. Returns the element. */
export function toast({ text, kind = "info", url = "", label = "Open", stays = kind === "error" }) {
  const region = document.querySelector("[data-toasts]");
  if (!region) return null;
  const live = make("div", { class: "toast-text", role: kind === "error" ? "alert" : "status" });
  const close = iconButton("x", "Close", { "data-toast-close": true });
  const name = { error: "circle-alert", success: "circle-check" }[kind] ?? "bell";
  const box = make("div", { class: `toast toast-${kind}` }, icon(name), live, close);
  while (region.children.length >= MOST) region.firstElementChild.remove();
  region.append(box);
  // Filled after it stands in the page: a live region that arrives full is often not read out.
  requestAnimationFrame(() => {
    live.append(make("span", {}, text));
    if (url) live.append(" ", make("a", { href: url }, label));
  });
  if (!stays) leaveLater(box);
  return box;
}

function leaveLater(box) {
  let timer = setTimeout(() => box.remove(), STAYS);
  const hold = () => clearTimeout(timer);
  const go = () => {
    clearTimeout(timer);
    timer = setTimeout(() => box.remove(), STAYS);
  };
  box.addEventListener("mouseenter", hold);
  box.addEventListener("focusin", hold);
  box.addEventListener("mouseleave", go);
  box.addEventListener("focusout", go);
}

export function startToasts() {
  document.addEventListener("click", (event) => {
    event.target.closest("[data-toast-close]")?.closest(".toast").remove();
    event.target.closest("[data-banner-close]")?.closest("[data-banner]").remove();
  });
  document.addEventListener("peerlearn:toast", (event) => toast(event.detail));
}
