// A part of a page that is read again when news of the kinds it names arrives.
export function fresh() {
  const part = document.querySelector("[data-fresh-on]");
  if (!part) return;
  document.addEventListener("peerlearn:notice", async ({ detail }) => {
    if (!part.dataset.freshOn.split(" ").includes(detail.kind)) return;
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const anew = page.querySelector("[data-fresh-on]");
    if (anew) part.replaceChildren(...anew.childNodes);
  });
}
