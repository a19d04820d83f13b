// Keeps what is typed: on the server, two seconds after the last key; on the page, while offline.
import { showBoth } from "../lib/draft_conflict.js";
import { post } from "../lib/http.js";

const WAIT = 2000;
const RETRY = 5000;

export function start(form) {
  const state = form.querySelector("[data-draft-state]");
  const banner = document.querySelector("[data-offline]");
  let timer;
  let isTouched = false;
  let isSent = false;
  let isHeld = false;

  function words() {
    const fields = new FormData(form);
    fields.delete("image"); // it goes with the form, once
    return fields;
  }

  async function save() {
    clearTimeout(timer);
    if (!isTouched || isSent || isHeld) return;
    isTouched = false;
    try {
      const answer = await post(form.dataset.draftUrl, words());
      state.textContent = answer.said;
      banner.hidden = true;
      if (answer.other) return choose(answer.other);
      form.elements.draft_version.value = answer.version;
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

  /** Another screen wrote since: both texts are shown, nothing is saved until one is chosen. */
  async function choose(other) {
    isHeld = true;
    const wish = await showBoth(form, other);
    isHeld = false;
    form.elements.draft_version.value = other.version;
    isTouched = wish === "mine";
    state.textContent = "";
    save();
  }

  form.addEventListener("input", () => {
    isTouched = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("focusout", save);
  window.addEventListener("online", save);
  window.addEventListener("pagehide", () => {
    if (isTouched && !isSent && !isHeld) navigator.sendBeacon(form.dataset.draftUrl, words());
  });
  window.addEventListener("pageshow", () => (isSent = false));
  form.addEventListener("submit", (event) => {
    isSent = !event.defaultPrevented; // on its way: nothing is kept beside it
    clearTimeout(timer);
  });
}
