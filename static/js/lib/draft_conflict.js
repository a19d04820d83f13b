// Two screens wrote the same text: both are shown, the writer chooses.

/** Shows the other text beside this form's; resolves to "mine" or "other" once one is chosen. */
export function showBoth(form, other) {
  const box = form.querySelector("[data-conflict]").content.firstElementChild.cloneNode(true);
  box.querySelector("[data-when]").textContent = other.saved;
  const title = box.querySelector("[data-title]");
  title.textContent = other.title;
  title.hidden = !other.title;
  box.querySelector("[data-text]").innerHTML = other.html; // cleaned by the server
  form.querySelector(".editor").closest(".field").before(box);
  box.focus();
  return new Promise((resolve) => {
    box.addEventListener("click", ({ target }) => {
      const choice = target.closest("[data-choice]")?.dataset.choice;
      if (!choice) return;
      if (choice === "other") take(form, other);
      box.remove();
      if (choice === "mine") (form.querySelector(".editor-text") ?? form.querySelector("textarea[name=body]")).focus();
      resolve(choice);
    });
  });
}

function take(form, other) {
  for (const name of ["title", "tags"]) if (form.elements[name]) form.elements[name].value = other[name];
  const field = form.querySelector(".editor").closest(".field");
  const request = new CustomEvent("replace", { detail: other, cancelable: true });
  if (field.dispatchEvent(request)) form.querySelector("textarea[name=body]").value = other.plain;
}
