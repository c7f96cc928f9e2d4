// I'm Ready on both sides: sent without leaving the page, and moved by the other side's news.
import { csrfToken } from "./http.js";

const WORDS = {
  learner: {
    waiting: "Waiting for Mentor…",
    both: "Your mentor is ready.",
    other: "Your mentor is ready and waits for you.",
  },
  mentor: {
    waiting: "Waiting for Learner…",
    both: "A learner is ready.",
    other: "A learner is ready and waits for you.",
  },
};

function show(panel, state) {
  const status = panel.querySelector("[data-ready-status]");
  const form = panel.querySelector("[data-ready-form]");
  const join = panel.querySelector("[data-ready-join]");
  if (!form || !join) return;
  panel.dataset.state = state;
  const words = WORDS[panel.dataset.role];
  const other = panel.dataset.other === "ready";
  const joinable = state === "ready" || state === "live";
  const focused = form.contains(document.activeElement);
  form.hidden = state !== "open";
  join.hidden = !joinable;
  if (focused && joinable) join.focus();
  if (state === "live") status.textContent = "Live now.";
  else if (state === "ready") status.textContent = other ? words.both : words.waiting;
  else if (state === "open") status.textContent = other ? words.other : "The room is open.";
}

async function send(panel, form) {
  const status = panel.querySelector("[data-ready-status]");
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(`/api/sessions/${panel.dataset.readyPanel}/ready/`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(form) },
      body: JSON.stringify({ on: true }),
    });
    const body = await answer.json();
    if (!answer.ok) {
      status.textContent = body.message;
      return;
    }
    const others = panel.dataset.role === "mentor" ? body.learners_ready > 0 : body.mentor_ready;
    panel.dataset.other = others ? "ready" : "";
    show(panel, body.state === "live" ? "live" : "ready");
  } catch {
    status.textContent = "You are offline. Press I’m Ready again when you are back.";
  } finally {
    button.disabled = false;
  }
}

// Timers sleep with the tab, so the opening is looked at again on every tick, not counted down.
function openOnTime(panel) {
  const opens = Date.parse(panel.dataset.opens);
  const tick = () => {
    if (panel.dataset.state !== "early") return;
    if (Date.now() >= opens) show(panel, "open");
    else setTimeout(tick, Math.min(opens - Date.now() + 500, 30_000));
  };
  tick();
}

function heard(event) {
  const news = event.detail;
  for (const panel of document.querySelectorAll(`[data-ready-panel="${news.session}"]`)) {
    if (panel.dataset.state === "over") continue;
    if (news.role !== panel.dataset.role) {
      const ready = news.role === "mentor" ? news.mentor_ready : news.learners_ready > 0;
      panel.dataset.other = ready ? "ready" : "";
      show(panel, news.state === "live" ? "live" : panel.dataset.state);
    } else {
      // One's own other tab.
      show(panel, news.ready ? "ready" : "open");
    }
  }
}

export function ready() {
  for (const panel of document.querySelectorAll("[data-ready-panel]")) {
    openOnTime(panel);
    const form = panel.querySelector("[data-ready-form]");
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      send(panel, form);
    });
  }
  window.addEventListener("peerlearn:session.ready", heard);
}
