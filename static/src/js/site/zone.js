// Times come from the server in a named zone. Where the browser's clock differs and nobody is logged
// in, offer the browser's; nothing changes unless asked.
import { cookie, iconButton, icon, make, setCookie } from "./dom.js";

const REFUSED = "tz_asked";

export function startZone() {
  const { zone: shown, user } = document.documentElement.dataset;
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (user || !shown || !mine || cookie("tz") || cookie(REFUSED)) return;
  if (!document.querySelector("main time") || sameClock(shown, mine)) return;
  const place = (zone) => zone.split("/").pop().replaceAll("_", " ");
  const yes = make("button", { type: "button", class: "btn btn-small" }, "Show in my time");
  const close = iconButton("x", "Keep these times");
  const text = make("p", {}, `Times are for ${place(shown)}; your clock is ${place(mine)}.`);
  const words = make("div", { class: "toast-text stack" }, text, yes);
  const box = make("div", { class: "toast toast-zone", role: "region", "aria-label": "Time zone" }, icon("globe"), words, close);
  yes.addEventListener("click", () => {
    setCookie("tz", mine);
    location.reload();
  });
  close.addEventListener("click", () => {
    setCookie(REFUSED, "1");
    box.remove();
  });
  document.querySelector("[data-toasts]")?.append(box);
}

/** Whether two zones read the same now and in half a year. */
function sameClock(one, other) {
  const read = (zone, moment) => moment.toLocaleString("en", { timeZone: zone });
  const moments = [Date.now(), Date.now() + 182 * 86400e3].map((time) => new Date(time));
  try {
    return moments.every((moment) => read(one, moment) === read(other, moment));
  } catch {
    return true;
  }
}
