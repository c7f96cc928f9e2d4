// Files into the chat: chosen, dropped or pasted; each shows how far it is and can be stopped.

import { el, find, icon, newId } from "./dom.js";
import { Dropping } from "./dropping.js";

const BUSY = "Something went wrong on our side. Try again in a moment.";

export class Files {
  /** `url` takes them; `form` is where one writes, `list` where those on their way are shown. */
  constructor({ url, form, list, drop }) {
    Object.assign(this, { url, list });
    const input = find("[data-file]", form);
    find("[data-file-choose]", form).onclick = () => input.click();
    input.onchange = () => {
      this.send(input.files);
      input.value = "";
    };
    find("[data-chat-text]", form).addEventListener("paste", (event) => {
      const { files, types } = event.clipboardData;
      // Words copied in an office program come with a picture of them: the words are meant.
      if (!files.length || types.includes("text/plain")) return;
      event.preventDefault();
      this.send(files);
    });
    new Dropping({ place: drop, take: (files) => this.send(files) });
  }

  send(files) {
    for (const file of files) this.#one(file, newId());
  }

  #one(file, id) {
    const row = el("li", "upload");
    const words = el("p", "upload-words", file.name);
    const bar = el("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `Sending ${file.name}`);
    const stop = el("button", "btn-icon");
    stop.type = "button";
    stop.setAttribute("aria-label", `Do not send ${file.name}`);
    stop.append(icon("x"));
    row.append(words, bar, stop);
    this.list.append(row);
    const sending = this.#post(file, id, bar);
    stop.onclick = () => {
      sending.request.abort();
      row.remove();
    };
    sending.done.then(
      () => row.remove(),
      (error) => this.#failed({ row, words, bar, file, id, error }),
    );
  }

  /** The same id again: what had arrived is not stored twice. */
  #failed({ row, words, bar, file, id, error }) {
    words.textContent = `${file.name}: ${error.message}`;
    words.setAttribute("role", "alert");
    bar.remove();
    if (!error.again) return;
    const again = el("button", "btn btn-quiet btn-small", "Try again");
    again.type = "button";
    again.onclick = () => {
      row.remove();
      this.#one(file, id);
    };
    words.after(again);
  }

  #post(file, id, bar) {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("id", id);
    body.append("file", file);
    const done = new Promise((resolve, reject) => {
      const fail = (message, again) => reject(Object.assign(new Error(message), { again }));
      request.upload.onprogress = ({ loaded, total }) => (bar.value = total ? loaded / total : 0);
      request.onerror = () => fail("It did not get through.", true);
      request.onload = () => {
        if (request.status < 300) return resolve();
        const { message } = request.response ?? {};
        return fail(message || BUSY, request.status >= 500 || request.status === 429);
      };
    });
    request.open("POST", this.url);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", find("[name=csrfmiddlewaretoken]").value);
    request.send(body);
    return { request, done };
  }
}
