// Keeps what is typed: on the server, two seconds after the last key; here, while offline.
import { post } from "../lib/http.js";

const WAIT = 2000;
const RETRY = 5000;

export function start(form) {
  const state = form.querySelector("[data-draft-state]");
  const banner = document.querySelector("[data-offline]");
  let timer;
  let saved = snapshot();

  function snapshot() {
    return new URLSearchParams(new FormData(form)).toString();
  }

  async function save({ isLeaving = false } = {}) {
    clearTimeout(timer);
    const typed = snapshot();
    if (typed === saved || saved === null) return;
    try {
      const answer = await post(form.dataset.draftUrl, new FormData(form), { keepalive: isLeaving });
      saved = typed;
      state.textContent = answer.said;
      banner.hidden = true;
    } catch (error) {
      if (error.status !== 0 && error.status < 500) return;
      banner.hidden = false;
      timer = setTimeout(save, RETRY);
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("focusout", () => save());
  window.addEventListener("online", () => save());
  window.addEventListener("pagehide", () => save({ isLeaving: true }));
  window.addEventListener("pageshow", () => (saved ??= ""));
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) saved = null; // on its way: nothing is kept beside it
    clearTimeout(timer);
  });
}
