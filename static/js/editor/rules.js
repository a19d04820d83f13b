// What becomes more than what was typed: the signs that the plain field knows, at the keyboard too.
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "../../vendor/prosemirror.js";
import { schema } from "./schema.js";

const { bullet_list: bullets, heading, ordered_list: numbers } = schema.nodes;
const { strong, em } = schema.marks;

export const rules = inputRules({
  rules: [
    wrappingInputRule(/^\s*([-*•])\s$/, bullets),
    wrappingInputRule(/^(\d+)[.)]\s$/, numbers, (match) => ({ order: Number(match[1]) })),
    textblockTypeInputRule(/^(##|###)\s$/, heading, (match) => ({ level: match[1].length })),
    marking(/(?:^|[\s(«’'])(\*\*([^*\s](?:[^*]*[^*\s])?)\*\*)$/, strong),
    marking(/(?:^|[\s(«’'])(_([^_\s](?:[^_]*[^_\s])?)_)$/, em),
  ],
});

/** Signs around words become a mark on them; the last sign is not in the text yet. */
function marking(signs, mark) {
  return new InputRule(signs, (state, match, start, end) => {
    const from = end - match[1].length + 1;
    const words = schema.text(match[2], mark.create().addToSet(state.doc.resolve(from).marks()));
    return state.tr.replaceWith(from, end, words).removeStoredMark(mark);
  });
}
