// Moving between the steps: Next waits for a role, and a swipe turns the page as Next and Back do.
const FAR = 70;
const LEVEL = 0.5;
const QUICK = 700;
// Things that are dragged themselves.
const HELD = "input, select, textarea, canvas, [data-picture-input]";

export function startSteps() {
  const form = document.querySelector("[data-wizard-form]");
  if (!form) return;
  const go = form.querySelector("[data-go]");
  const roles = form.querySelectorAll('input[name="role"]');
  if (roles.length) {
    const allow = () => (go.disabled = ![...roles].some((role) => role.checked));
    for (const role of roles) role.addEventListener("change", allow);
    addEventListener("pageshow", allow); // the browser may have kept a choice
    allow();
  }
  startTopics(form);
  startSwipe(document.querySelector("[data-wizard]"), go, form.querySelector("[data-back]"));
}

function startSwipe(page, go, back) {
  let from = null;
  page.addEventListener(
    "touchstart",
    (event) => {
      const touch = event.touches[0];
      const free = event.touches.length === 1 && !event.target.closest(HELD);
      from = free ? { x: touch.clientX, y: touch.clientY, at: event.timeStamp } : null;
    },
    { passive: true },
  );
  page.addEventListener("touchend", (event) => {
    if (!from) return;
    const touch = event.changedTouches[0];
    const [x, y] = [touch.clientX - from.x, touch.clientY - from.y];
    const meant = Math.abs(x) > FAR && Math.abs(y) < Math.abs(x) * LEVEL && event.timeStamp - from.at < QUICK;
    from = null;
    if (!meant) return;
    const button = x < 0 ? go : back;
    // Finish is pressed, never swiped.
    if (button && !button.disabled && !button.matches("[data-last]")) button.click();
  });
}

/** A topic that is ticked shows its skills. */
function startTopics(form) {
  for (const topic of form.querySelectorAll('input[name="domains"]')) {
    topic.addEventListener("change", () => {
      const skills = form.querySelector(`[data-topic="${CSS.escape(topic.value)}"]`);
      if (skills && topic.checked) skills.open = true;
    });
  }
}
