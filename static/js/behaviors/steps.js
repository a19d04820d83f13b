// The numbered steps of a procedure can be ticked; the ticks stay on this device, for this version.

export function start(text) {
  const steps = [...text.querySelectorAll("ol > li")].filter((step) => !step.closest("table"));
  if (!steps.length) return;
  const key = `steps.${text.dataset.steps}`;
  const done = new Set(read(key));
  const boxes = steps.map((step, place) => box(step, place));
  const progress = document.querySelector("[data-progress]");
  const again = document.querySelector("[data-steps-again]");

  function box(step, place) {
    const tick = Object.assign(document.createElement("input"), { type: "checkbox" });
    tick.className = "step-box";
    tick.checked = done.has(place);
    const words = step.textContent.trim().replace(/\s+/g, " ");
    tick.setAttribute("aria-label", `${text.dataset.done} ${place + 1}. ${words.slice(0, 80)}`);
    tick.addEventListener("change", () => {
      if (tick.checked) done.add(place);
      else done.delete(place);
      show();
    });
    step.prepend(tick);
    return tick;
  }

  function show() {
    steps.forEach((step, place) => step.classList.toggle("step-done", done.has(place)));
    write(key, [...done]);
    progress.textContent = `${done.size} / ${steps.length}`;
    progress.closest("p").hidden = false;
    again.hidden = !done.size;
  }

  again.addEventListener("click", () => {
    done.clear();
    for (const tick of boxes) tick.checked = false;
    show();
    boxes[0].focus();
  });
  text.classList.add("has-steps");
  show();
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? [];
  } catch {
    return []; // a browser that keeps nothing
  }
}

function write(key, ticks) {
  try {
    if (ticks.length) localStorage.setItem(key, JSON.stringify(ticks));
    else localStorage.removeItem(key);
  } catch {
    // the ticks last as long as the page
  }
}
