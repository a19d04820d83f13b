// The keys of the text. Tab leaves it; inside a table it goes to the next cell, and Escape frees it.
import {
  addRowAfter,
  baseKeymap,
  goToNextCell,
  keymap,
  liftListItem,
  Plugin,
  redo,
  sinkListItem,
  splitListItem,
  undo,
  undoInputRule,
} from "../../vendor/prosemirror.js";
import { commands } from "./commands.js";
import { schema } from "./schema.js";

const { list_item: item, hard_break: lineBreak } = schema.nodes;

export function keys({ openLink, toToolbar }) {
  let mayLeave = false;
  const cell = (step) => (state, dispatch, view) => {
    if (mayLeave) return false;
    if (goToNextCell(step)(state, dispatch)) return true;
    if (step < 0 || !addRowAfter(state, dispatch)) return false;
    return goToNextCell(step)(view.state, dispatch); // the row that was just added
  };
  const ours = {
    "Mod-b": commands.strong.run,
    "Mod-i": commands.em.run,
    "Mod-k": always(openLink),
    "Mod-z": (state, dispatch) => undoInputRule(state, dispatch) || undo(state, dispatch),
    "Mod-y": redo,
    "Shift-Mod-z": redo,
    "Mod-Alt-2": commands.title.run,
    "Mod-Alt-3": commands.subtitle.run,
    "Shift-Mod-7": commands.numbers.run,
    "Shift-Mod-8": commands.bullets.run,
    "Mod-]": sinkListItem(item),
    "Mod-[": liftListItem(item),
    "Shift-Enter": (state, dispatch) => {
      dispatch?.(state.tr.replaceSelectionWith(lineBreak.create()).scrollIntoView());
      return true;
    },
    Enter: splitListItem(item),
    Backspace: undoInputRule,
    "Alt-F10": always(toToolbar),
    Tab: cell(1),
    "Shift-Tab": cell(-1),
  };
  const forget = new Plugin({
    props: {
      handleKeyDown(_view, event) {
        if (event.key !== "Tab" && event.key !== "Shift") mayLeave = event.key === "Escape";
        return false;
      },
    },
  });
  return [forget, keymap(ours), keymap(baseKeymap)];
}

function always(action) {
  return () => {
    action();
    return true;
  };
}
