// The room's few HTTP calls.

export class Refusal extends Error {
  constructor(code, message, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** POST as the logged-in person; throws Refusal for an answer that says no, TypeError offline. */
export async function post(url, body) {
  const answer = await fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const words = data.message || "Something went wrong on our side. Try again in a moment.";
    throw new Refusal(data.code || "error", words, answer.status);
  }
  return data;
}
