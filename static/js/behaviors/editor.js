// Lays the editor over a plain field: when the field is reached, or as soon as it is seen
// (data-when="seen"). Until then, and without it, the plain field is used.
import { blocksOf } from "../lib/typed.js";

export function start(root) {
  const area = root.querySelector("textarea");
  const bar = root.querySelector("[data-bar]");
  const said = root.querySelector("[data-said]");
  let opening;

  /** Resolves to the editor, or to nothing where the plain field stays. */
  function open() {
    opening ??= load(root, area).catch(() => {
      opening = undefined; // no network: the next visit to the field tries again
      return null;
    });
    return opening;
  }

  async function runFirst(event) {
    const name = event.target.closest("[data-command]")?.dataset.command;
    if (!name || root.dataset.editor) return;
    const editor = await open();
    if (editor) {
      editor.focusEnd();
      editor.toolbar.run(name);
    } else {
      said.classList.remove("visually-hidden");
      said.textContent = said.dataset.notOpened;
    }
  }

  /** A quote comes from elsewhere on the page. */
  async function takeQuote(event) {
    event.preventDefault();
    const { html, plain } = event.detail;
    const editor = await open();
    if (editor) editor.append(html);
    else area.value = `${area.value}\n\n${plain}\n\n`.trimStart();
  }

  /** The text of another screen takes the place of this one. */
  function takeOther(event) {
    if (!root.dataset.editor) return;
    event.preventDefault();
    opening.then((editor) => editor.replace(event.detail.html));
  }

  root.addEventListener("quote", takeQuote);
  root.addEventListener("replace", takeOther);
  bar.hidden = false;
  area.addEventListener("focus", open);
  bar.addEventListener("click", runFirst, { capture: true });
  if (root.dataset.when === "seen") whenSeen(root, open);
  if (document.activeElement === area) open();
}

async function load(root, area) {
  const waits = area.defaultValue !== "";
  if (waits && area.value !== area.defaultValue) return null; // signs in it, and words typed already
  area.readOnly = waits; // words typed among signs could not be told from them
  try {
    const { open } = await import("../editor/editor.js");
    const hadFocus = document.activeElement === area;
    const editor = open(root, waits ? root.dataset.rich : blocksOf(area.value));
    if (hadFocus) editor.focusEnd();
    return editor;
  } finally {
    area.readOnly = false;
  }
}

/** A little before it is seen: it stands ready when the reader comes to it. */
function whenSeen(element, action) {
  const look = (entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    action();
  };
  const observer = new IntersectionObserver(look, { rootMargin: "600px" });
  observer.observe(element);
}
