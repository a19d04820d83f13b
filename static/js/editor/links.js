// The dialog of a link: its address, with a plain sentence when it is none.
import { schema } from "./schema.js";

const type = schema.marks.link;

export class Links {
  constructor(root, { words }) {
    this.words = words;
    this.dialog = root.querySelector("[data-link]");
    this.field = this.dialog.querySelector("input");
    this.error = this.dialog.querySelector("[data-error]");
    this.on("[data-link-add]", () => this.add());
    this.on("[data-link-remove]", () => this.remove());
    this.on("[data-link-cancel]", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.view.focus());
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // the form around it is not meant
      event.stopPropagation();
      this.add();
    });
  }

  on(selector, action) {
    this.dialog.querySelector(selector).addEventListener("click", action);
  }

  attach(view) {
    this.view = view;
  }

  /** The link at the caret or under the selection: its mark and its extent. */
  found() {
    const { from, to, empty, $from } = this.view.state.selection;
    if (!empty) {
      const marked = this.view.state.doc.nodeAt(from)?.marks.find((one) => one.type === type);
      return marked ? { mark: marked, from, to } : null;
    }
    const mark = type.isInSet($from.marks());
    if (!mark) return null;
    return { mark, ...extentOf($from, mark) };
  }

  open() {
    const found = this.found();
    this.field.value = found?.mark.attrs.href ?? "";
    this.refuse(false);
    this.dialog.querySelector("[data-link-remove]").hidden = !found;
    this.dialog.showModal();
    this.field.focus();
  }

  refuse(isWrong) {
    this.error.hidden = !isWrong;
    this.field.setAttribute("aria-invalid", isWrong);
  }

  remove() {
    const found = this.found();
    this.view.dispatch(this.view.state.tr.removeMark(found.from, found.to, type));
    this.dialog.close();
  }

  add() {
    const href = addressOf(this.field.value);
    if (!href) {
      this.refuse(true);
      this.field.focus();
      return;
    }
    const { state } = this.view;
    const mark = type.create({ href });
    const found = this.found();
    const { from, to, empty } = found ?? state.selection;
    const change = state.tr;
    if (empty) change.replaceSelectionWith(schema.text(href.replace(/^https?:\/\//, ""), [mark]), false);
    else change.removeMark(from, to, type).addMark(from, to, mark);
    this.view.dispatch(change);
    this.dialog.close();
  }
}

/** How far a link reaches around a place: over bold words inside it too. */
function extentOf($at, mark) {
  const { parent } = $at;
  let index = $at.index();
  if (index === parent.childCount || !mark.isInSet(parent.child(index).marks)) index--;
  let first = index;
  let last = index + 1;
  while (first > 0 && mark.isInSet(parent.child(first - 1).marks)) first--;
  while (last < parent.childCount && mark.isInSet(parent.child(last).marks)) last++;
  let from = $at.start();
  for (let child = 0; child < first; child++) from += parent.child(child).nodeSize;
  let to = from;
  for (let child = first; child < last; child++) to += parent.child(child).nodeSize;
  return { from, to };
}

/** What was meant by what was typed: an address of the web, of mail, of this site; or nothing. */
export function addressOf(typed) {
  const text = typed.trim();
  if (/^(https?:\/\/|mailto:|tel:|\/(?!\/))\S+$/i.test(text)) return text;
  if (/^[^\s@/]+@[^\s@/]+\.[a-z]{2,}$/i.test(text)) return `mailto:${text}`;
  if (/^[\w-]+(\.[\w-]+)*\.[a-z]{2,}([/?#]\S*)?$/i.test(text)) return `https://${text}`;
  return null;
}
