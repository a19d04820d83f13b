// Typing the name of a local authority shows those that bear it; the radio buttons stay the answer.

const PAUSE = 200;

export function start(fieldset) {
  const input = fieldset.querySelector("input.input");
  const found = fieldset.querySelector("[data-found]");
  const said = fieldset.querySelector("[data-count-said]");
  const name = "organization";
  let timer = 0;
  let asked = 0;

  fieldset.querySelector("button").hidden = true;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  // Down leads from the field to the list, as in any list of suggestions.
  input.addEventListener("keydown", (event) => {
    const first = found.querySelector("input");
    if (event.key !== "ArrowDown" || !first) return;
    event.preventDefault();
    first.focus();
    first.checked = true;
  });

  async function look() {
    const words = input.value.trim();
    const mine = ++asked;
    if (words.length < 2) return show([], "");
    const query = new URLSearchParams({ q: words });
    try {
      const response = await fetch(`${fieldset.dataset.address}?${query}`);
      const { items } = await response.json();
      if (mine === asked) show(items, words);
    } catch {
      fieldset.querySelector("button").hidden = false; // the line is cut: the form itself can ask
    }
  }

  function show(items, words) {
    const chosen = found.querySelector("input:checked")?.value;
    const other = found.querySelector("[data-other]") ?? choice("autre", fieldset.dataset.other, "");
    fieldset.querySelector("[data-none]")?.remove();
    found.replaceChildren(...items.map((item) => choice(item.id, item.name, item.place)));
    if (words && items.length === 0) found.append(other);
    const again = found.querySelector(`input[value="${chosen}"]`) ?? found.querySelector("input");
    if (again && (items.length === 1 || again.value === chosen)) again.checked = true;
    said.textContent = words ? `${items.length} ${said.dataset.countSaid}` : "";
  }

  function choice(value, words, place) {
    const label = document.createElement("label");
    label.className = "choice";
    if (value === "autre") label.dataset.other = "";
    const radio = Object.assign(document.createElement("input"), { type: "radio", name, value });
    const text = document.createElement("span");
    const small = document.createElement("small");
    small.textContent = place;
    text.append(`${words} `, small);
    label.append(radio, text);
    return label;
  }
}
