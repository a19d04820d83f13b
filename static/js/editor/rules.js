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
    marking(/(?:^|[\s(«’'])(\*\*[^*\s](?:[^*]*[^*\s])?\*\*)$/, strong, "**"),
    marking(/(?:^|[\s(«’'])(_[^_\s](?:[^_]*[^_\s])?_)$/, em, "_"),
  ],
});

/** Signs around words become a mark on what stands between them; the last sign may not be there yet. */
function marking(typed, mark, sign) {
  return new InputRule(typed, (state, match, start, end) => {
    const from = start + match[0].length - match[1].length;
    const to = from + match[1].length - sign.length;
    const change = state.tr.addMark(from + sign.length, to, mark.create());
    return change.delete(to, end).delete(from, from + sign.length).removeStoredMark(mark);
  });
}
