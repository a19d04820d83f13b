// @: names of the club proposed while one is typed (ARIA: a listbox steered from the text).
import { schema } from "./schema.js";

const TYPED = /(?:^|[\s\u00a0(])@([\p{L}'’-]{1,30}(?: [\p{L}'’-]{0,30})?)$/u;
const WIDTH = 288;
const MARGIN = 80;
const ASK_AFTER = 150;

export class People {
  constructor(root, { address, words, say }) {
    this.address = address;
    this.words = words;
    this.say = say;
    this.list = root.querySelector("[data-people]");
    this.number = 0;
    this.asked = null;
  }

  attach(view) {
    this.view = view;
    view.dom.addEventListener("blur", () => this.close());
  }

  /** The words after @, where the caret stands. */
  typed() {
    const { $from, empty } = this.view.state.selection;
    if (!empty || !$from.parent.isTextblock) return null;
    const start = Math.max(0, $from.parentOffset - 60);
    const before = $from.parent.textBetween(start, $from.parentOffset, null, "\ufffc");
    return TYPED.exec(before)?.[1] ?? null;
  }

  /** Called at each change of the text or of the caret. */
  look() {
    const words = this.typed();
    if (words === this.asked) return;
    this.asked = words;
    clearTimeout(this.timer);
    if (words === null) this.close();
    else this.timer = setTimeout(() => this.ask(words), ASK_AFTER);
  }

  async ask(words) {
    const number = ++this.number;
    let people = [];
    try {
      const answer = await fetch(`${this.address}?q=${encodeURIComponent(words)}`);
      if (answer.ok) people = (await answer.json()).items;
    } catch {
      // Without the network the name stays as it is typed: the server marks it all the same.
    }
    if (number !== this.number) return;
    if (people.length) this.open(people);
    else this.close();
  }

  open(people) {
    this.people = people;
    this.list.replaceChildren(...people.map((one, index) => this.option(one, index)));
    this.list.hidden = false;
    this.view.dom.setAttribute("aria-controls", this.list.id);
    this.place();
    this.highlight(0);
    this.say((people.length > 1 ? this.words.found : this.words.foundOne).replace("#", people.length));
  }

  option(one, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    const name = document.createElement("strong");
    name.textContent = one.name;
    const about = document.createElement("span");
    about.textContent = one.place;
    option.append(name, about);
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.choose(index);
    });
    return option;
  }

  /** Below the caret, or above it where the window ends (a bar, a keyboard). */
  place() {
    const caret = this.view.coordsAtPos(this.from());
    const box = this.list.offsetParent.getBoundingClientRect();
    const height = this.list.offsetHeight + 8;
    const isLow = caret.bottom + height > window.innerHeight - MARGIN && caret.top > height;
    const left = Math.min(caret.left - box.left, box.width - WIDTH);
    this.list.style.left = `${Math.max(0, left)}px`;
    this.list.style.top = `${(isLow ? caret.top - height : caret.bottom + 4) - box.top}px`;
  }

  /** Where the @ stands. */
  from() {
    return this.view.state.selection.from - (this.typed() ?? "").length - 1;
  }

  highlight(index) {
    this.index = (index + this.people.length) % this.people.length;
    [...this.list.children].forEach((option, at) => {
      option.setAttribute("aria-selected", at === this.index);
    });
    this.view.dom.setAttribute("aria-activedescendant", `${this.list.id}-${this.index}`);
  }

  choose(index) {
    if (this.typed() === null) return this.close();
    const { id, name } = this.people[index];
    const mention = schema.nodes.mention.create({ id: String(id), name });
    const { state } = this.view;
    const text = [mention, schema.text("\u00a0")];
    this.view.dispatch(state.tr.replaceWith(this.from(), state.selection.from, text));
    this.close();
    this.view.focus();
    this.say(this.words.chosen.replace("#", name));
  }

  close() {
    this.number++;
    this.people = null;
    this.list.hidden = true;
    this.view.dom.removeAttribute("aria-activedescendant");
    this.view.dom.removeAttribute("aria-controls");
  }

  /** Whether the key was for the list. */
  take(event) {
    if (!this.people) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.highlight(this.index + step);
    else if (event.key === "Enter" || event.key === "Tab") this.choose(this.index);
    else if (event.key === "Escape") this.close();
    else return false;
    return true;
  }
}
