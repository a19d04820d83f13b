// Lays the editor over a plain field: when the field is reached, or as soon as it is seen
// (data-when="seen"). Until then, and without it, the plain field is used.

export function start(root) {
  const area = root.querySelector("textarea");
  const bar = root.querySelector("[data-bar]");
  let opening;

  function open() {
    opening ??= load(root, area).catch((error) => {
      opening = undefined; // no network: the plain field stays, the next visit tries again
      throw error;
    });
    return opening;
  }

  bar.hidden = false;
  area.addEventListener("focus", () => open().catch(() => {}));
  bar.addEventListener(
    "click",
    async (event) => {
      const name = event.target.closest("[data-command]")?.dataset.command;
      if (!name || root.dataset.editor) return;
      const editor = await open().catch(() => null);
      editor?.toolbar.run(name);
    },
    { capture: true },
  );
  if (root.dataset.when === "seen") whenSeen(root, () => open().catch(() => {}));
  if (document.activeElement === area) open().catch(() => {});
}

async function load(root, area) {
  const { open } = await import("../editor/editor.js");
  const isTouched = area.value !== area.defaultValue;
  const hadFocus = document.activeElement === area;
  const editor = open(root, isTouched ? paragraphs(area.value) : root.dataset.rich);
  if (hadFocus) editor.focusEnd();
  return editor;
}

/** What was typed while the editor came. */
function paragraphs(text) {
  const inert = document.implementation.createHTMLDocument("");
  for (const block of text.split(/\n\s*\n/)) {
    const paragraph = inert.createElement("p");
    block.split("\n").forEach((line, index) => {
      if (index) paragraph.append(inert.createElement("br"));
      paragraph.append(line);
    });
    inert.body.append(paragraph);
  }
  return inert.body.innerHTML;
}

function whenSeen(element, action) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    action();
  });
  observer.observe(element);
}
