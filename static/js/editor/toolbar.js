// Bars of buttons: one stop of the Tab key each, arrows inside, Escape back to the text (ARIA: toolbar).
import { isInTable } from "../../vendor/prosemirror.js";
import { commands, isMarked } from "./commands.js";
import { schema } from "./schema.js";

export class Toolbar {
  /** `others`: the commands that open something: link, picture. */
  constructor(root, others) {
    this.main = root.querySelector("[data-bar]");
    this.table = root.querySelector("[data-table-bar]");
    this.others = others;
    this.buttons = [...root.querySelectorAll("[data-command]")];
    for (const bar of [this.main, this.table]) this.steer(bar);
  }

  attach(view) {
    this.view = view;
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.run(button.dataset.command));
    }
    this.main.setAttribute("aria-controls", view.dom.id);
    this.show(view.state);
  }

  run(name) {
    if (this.others[name]) return this.others[name]();
    commands[name].run(this.view.state, this.view.dispatch, this.view);
    this.view.focus();
  }

  focus() {
    this.main.querySelector('[tabindex="0"]').focus();
  }

  steer(bar) {
    const buttons = [...bar.querySelectorAll("button")];
    buttons.forEach((button, index) => (button.tabIndex = index ? -1 : 0));
    bar.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (event.key === "Escape") this.view.focus();
      else if (to === undefined) return;
      else this.move(buttons, to);
      event.preventDefault();
    });
  }

  move(buttons, to) {
    const next = buttons[(to + buttons.length) % buttons.length];
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  }

  /** Says which are on and which can do something here. */
  show(state) {
    this.table.hidden = !isInTable(state);
    for (const button of this.buttons) {
      const name = button.dataset.command;
      const command = commands[name];
      if (command) button.setAttribute("aria-disabled", !command.run(state));
      if (command?.isActive) button.setAttribute("aria-pressed", command.isActive(state));
      if (name === "link") button.setAttribute("aria-pressed", isMarked(state, schema.marks.link));
    }
  }
}
