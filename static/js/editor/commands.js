// What the buttons and the keys do, by name: { run, isActive }.
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  lift,
  liftListItem,
  redo,
  setBlockType,
  TextSelection,
  toggleHeaderRow,
  toggleMark,
  undo,
  wrapIn,
  wrapInList,
} from "../../vendor/prosemirror.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

export const commands = {
  title: block(nodes.heading, { level: 2 }),
  subtitle: block(nodes.heading, { level: 3 }),
  strong: mark(marks.strong),
  em: mark(marks.em),
  bullets: list(nodes.bullet_list),
  numbers: list(nodes.ordered_list),
  quote: {
    run: (state, dispatch) =>
      (isInside(state, nodes.blockquote) ? lift : wrapIn(nodes.blockquote))(state, dispatch),
    isActive: (state) => isInside(state, nodes.blockquote),
  },
  table: { run: insertTable },
  undo: { run: undo },
  redo: { run: redo },
  "row-add": { run: addRowAfter },
  "column-add": { run: addColumnAfter },
  "row-delete": { run: deleteRow },
  "column-delete": { run: deleteColumn },
  "row-head": { run: toggleHeaderRow },
  "table-delete": { run: deleteTable },
};

export function isMarked(state, type) {
  const { from, $from, to, empty } = state.selection;
  if (empty) return Boolean(type.isInSet(state.storedMarks || $from.marks()));
  return state.doc.rangeHasMark(from, to, type);
}

function isInList(state, type) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const found = $from.node(depth).type;
    if (found === nodes.bullet_list || found === nodes.ordered_list) return found === type;
  }
  return false;
}

function isInside(state, type, attrs = {}) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (node.type !== type) continue;
    if (Object.keys(attrs).every((name) => node.attrs[name] === attrs[name])) return true;
  }
  return false;
}

function mark(type) {
  return { run: toggleMark(type), isActive: (state) => isMarked(state, type) };
}

function block(type, attrs) {
  const isActive = (state) => isInside(state, type, attrs);
  const run = (state, dispatch) =>
    (isActive(state) ? setBlockType(nodes.paragraph) : setBlockType(type, attrs))(state, dispatch);
  return { run, isActive };
}

function list(type) {
  const isActive = (state) => isInList(state, type);
  const run = (state, dispatch) => {
    if (isActive(state)) return liftListItem(nodes.list_item)(state, dispatch);
    return convertList(type)(state, dispatch) || wrapInList(type)(state, dispatch);
  };
  return { run, isActive };
}

/** Bullets become numbers, numbers bullets. */
function convertList(type) {
  return (state, dispatch) => {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth--) {
      const isList = [nodes.bullet_list, nodes.ordered_list].includes($from.node(depth).type);
      if (!isList) continue;
      dispatch?.(state.tr.setNodeMarkup($from.before(depth), type));
      return true;
    }
    return false;
  };
}

/** Three columns, a header row and two more; the caret in the first cell. */
function insertTable(state, dispatch) {
  if (isInTable(state)) return false;
  if (!dispatch) return true;
  const row = (cell) => nodes.table_row.create(null, [1, 2, 3].map(() => cell.createAndFill()));
  const table = nodes.table.create(null, [
    row(nodes.table_header),
    row(nodes.table_cell),
    row(nodes.table_cell),
  ]);
  const at = state.selection.from;
  const change = state.tr.replaceSelectionWith(table);
  const place = change.doc.resolve(change.mapping.map(at, -1) + 1);
  dispatch(change.setSelection(TextSelection.near(place)).scrollIntoView());
  return true;
}
