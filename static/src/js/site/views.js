// A public page tells once that somebody looked at it for a second: kept pages are served without asking.
const LOOKED = 1000;

export function startViews() {
  const [kind, ref] = (document.querySelector("[data-look]")?.dataset.look ?? "").split(":");
  if (!ref) return;
  let timer = 0;
  const look = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(tell, LOOKED);
  };
  const tell = () => {
    document.removeEventListener("visibilitychange", look);
    const body = new Blob([JSON.stringify({ kind, ref: Number(ref) })], { type: "application/json" });
    navigator.sendBeacon("/api/views/", body);
  };
  document.addEventListener("visibilitychange", look);
  look();
}
