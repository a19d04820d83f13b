// Below a table or a picture at the end there is always a line to go on writing in.
import { Plugin } from "../../vendor/prosemirror.js";
import { schema } from "./schema.js";

const { paragraph } = schema.nodes;

export const ending = new Plugin({
  appendTransaction(_changes, _before, state) {
    if (state.doc.lastChild.isTextblock) return null;
    return state.tr.insert(state.doc.content.size, paragraph.create());
  },
});

/** The document without the empty lines at its end; nothing where nothing stands. */
export function withoutEnding(doc) {
  let { content } = doc;
  while (content.lastChild?.type === paragraph && !content.lastChild.childCount) {
    content = content.cut(0, content.size - content.lastChild.nodeSize);
  }
  return content;
}
