// Countdowns: data-timer="UNIX SECONDS". Minutes while there are many, then minutes and seconds.
export function startTimers() {
  const timers = document.querySelectorAll("[data-timer]");
  if (!timers.length) return;
  const tick = () => {
    for (const timer of timers) timer.textContent = words(Number(timer.dataset.timer) - Date.now() / 1000);
  };
  tick();
  setInterval(tick, 1000);
}

/** Seconds as people say them: "3 days", "2 h 05 min", "12 min", "4:09". */
export function words(seconds) {
  const left = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(left / 60);
  if (minutes >= 2880) return `${Math.floor(minutes / 1440)} days`;
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
  if (minutes >= 15) return `${minutes} min`;
  return `${minutes}:${String(left % 60).padStart(2, "0")}`;
}
