// Thanks and bookmarks are said without leaving the page.
import { start as startBehaviors } from "../lib/behaviors.js";
import { post } from "../lib/http.js";

export function start(marks) {
  marks.addEventListener("submit", async (event) => {
    const { target: form, submitter: button } = event;
    event.preventDefault();
    if (marks.ariaBusy) return;
    marks.ariaBusy = "true";
    const place = [...marks.querySelectorAll("form")].indexOf(form);
    const fields = new FormData(form);
    fields.append(button.name, button.value);
    try {
      const { html } = await post(form.action, fields);
      marks.innerHTML = html;
      startBehaviors(marks);
      marks.querySelectorAll("form")[place]?.querySelector("button").focus();
    } catch {
      const field = Object.assign(document.createElement("input"), { type: "hidden" });
      form.append(Object.assign(field, { name: button.name, value: button.value }));
      form.submit(); // the page says what is wrong
    } finally {
      marks.ariaBusy = null;
    }
  });
}
