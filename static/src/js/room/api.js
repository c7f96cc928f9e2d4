// The room's few HTTP calls.

export class Refusal extends Error {
  constructor(code, message, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

async function ask(url, options = {}) {
  const answer = await fetch(url, { credentials: "same-origin", ...options });
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const words = data.message || "Something went wrong on our side. Try again in a moment.";
    throw new Refusal(data.code || "error", words, answer.status);
  }
  return data;
}

const token = () => ({ "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value });

/** POST as the logged-in person; throws Refusal for an answer that says no, TypeError offline. */
export async function post(url, body) {
  const headers = { "Content-Type": "application/json", ...token() };
  return ask(url, { method: "POST", headers, body: body === undefined ? undefined : JSON.stringify(body) });
}

/** POST a form with files; throws as `post` does. */
export async function postForm(url, values) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.append(name, value);
  return ask(url, { method: "POST", headers: token(), body });
}

/** GET JSON; throws as `post` does. */
export async function get(url) {
  return ask(url);
}

// A line that died in the middle of it would hold it for minutes.
const SEND_WITHIN = 20_000;

/** DELETE; throws as `post` does. */
export async function remove(url) {
  return ask(url, { method: "DELETE", headers: token() });
}

/** POST bytes; answers {ok}, {again: true} for what may work later, or {code, message}. */
export async function send(url, body, type) {
  try {
    const answer = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: {
        "Content-Type": type,
        "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value,
      },
      body,
      signal: AbortSignal.timeout(SEND_WITHIN),
    });
    if (answer.ok) return { ok: true };
    if (answer.status >= 500 || answer.status === 429) return { again: true };
    const { code = "error", message = "It could not be saved." } = await answer.json().catch(() => ({}));
    return { code, message };
  } catch {
    return { again: true };
  }
}
