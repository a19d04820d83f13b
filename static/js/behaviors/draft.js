// Keeps what is typed: on the server, two seconds after the last key; on the page, while offline.
import { post } from "../lib/http.js";

const WAIT = 2000;
const RETRY = 5000;

export function start(form) {
  const state = form.querySelector("[data-draft-state]");
  const banner = document.querySelector("[data-offline]");
  let timer;
  let isTouched = false;
  let isSent = false;

  function words() {
    const fields = new FormData(form);
    fields.delete("image"); // it goes with the form, once
    return fields;
  }

  async function save() {
    clearTimeout(timer);
    if (!isTouched || isSent) return;
    isTouched = false;
    try {
      const answer = await post(form.dataset.draftUrl, words());
      state.textContent = answer.said;
      banner.hidden = true;
    } catch (error) {
      isTouched = true;
      if (error.status !== 0 && error.status < 500) {
        state.textContent = form.dataset.draftLost;
        return;
      }
      banner.hidden = false;
      timer = setTimeout(save, RETRY);
    }
  }

  form.addEventListener("input", () => {
    isTouched = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("focusout", save);
  window.addEventListener("online", save);
  window.addEventListener("pagehide", () => {
    if (isTouched && !isSent) navigator.sendBeacon(form.dataset.draftUrl, words());
  });
  window.addEventListener("pageshow", () => (isSent = false));
  form.addEventListener("submit", (event) => {
    isSent = !event.defaultPrevented; // on its way: nothing is kept beside it
    clearTimeout(timer);
  });
}
