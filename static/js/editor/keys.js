// The keys of the text. Tab leaves it; inside a table it goes to the next cell, and Escape frees it.
import {
  baseKeymap,
  goToNextCell,
  keymap,
  liftListItem,
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
  const cell = (step) => (state, dispatch) => {
    if (!mayLeave) return goToNextCell(step)(state, dispatch);
    mayLeave = false;
    return false;
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
    Escape: () => {
      mayLeave = true;
      return false;
    },
    Tab: cell(1),
    "Shift-Tab": cell(-1),
  };
  return [keymap(ours), keymap(baseKeymap)];
}

function always(action) {
  return () => {
    action();
    return true;
  };
}
