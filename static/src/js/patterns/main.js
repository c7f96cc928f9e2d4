// The pattern page: buttons that show a toast.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toast-sample]");
  if (!button) return;
  const detail = { text: button.dataset.toastSample, kind: button.dataset.kind ?? "info", url: "/", label: "See it" };
  document.dispatchEvent(new CustomEvent("peerlearn:toast", { detail }));
});
