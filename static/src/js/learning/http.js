// The CSRF token Django put into a form.
export function csrfToken(root) {
  return root.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}
