// Native <dialog>: data-dialog-open="ID" opens, data-dialog-close closes, a press on the backdrop too, and a
// pull on a sheet's head. Focus handling and Escape are the browser's.
const FAR = 96;

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialogOpen);
      if (dialog) {
        event.preventDefault();
        dialog.showModal();
      }
    } else if (event.target.closest("dialog [data-dialog-close]")) {
      event.preventDefault(); // a link closes, too, where it is shown in a dialog
      event.target.closest("dialog").close();
    } else if (event.target instanceof HTMLDialogElement && outside(event, event.target)) {
      event.target.close();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    const head = event.target.closest(".sheet > .dialog-head");
    if (head && event.pointerType !== "mouse" && !event.target.closest("button")) pull(head.parentElement, event);
  });
}

/** Follow the finger down; let go far enough and the sheet closes. */
function pull(sheet, start) {
  const way = (event) => Math.max(0, event.clientY - start.clientY);
  const move = (event) => {
    sheet.style.transform = `translateY(${way(event)}px)`;
  };
  const end = (event) => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    sheet.style.transform = "";
    if (event.type === "pointerup" && way(event) > FAR) sheet.close();
  };
  addEventListener("pointermove", move, { passive: true });
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

function outside(event, dialog) {
  const box = dialog.getBoundingClientRect();
  return (
    event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom
  );
}
