// What a browser remembers of a person's choices in rooms.

/** Return what was kept under a key, or `otherwise`. */
export function recall(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keep a choice for the next session. */
export function keep(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Private windows may refuse; then it holds for this page only.
  }
}
