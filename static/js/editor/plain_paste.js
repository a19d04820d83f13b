// Plain text pasted with its bullets and numbers: lines that begin like items become lists.
const ITEM = /^(\s*)(?:([-*•–◦▪·])|(\d{1,3})[.)])\s+(\S.*)$/;

/** An element with the blocks of ``text``. */
export function blocksOf(text, inert) {
  const root = inert.createElement("div");
  let open = []; // the lists we are in, the outermost first: {list, indent}
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const item = ITEM.exec(line);
    if (!item) {
      open = [];
      if (line.trim()) root.append(paragraph(line.trim(), inert));
      continue;
    }
    const [, blanks, , number, words] = item;
    const indent = blanks.replaceAll("\t", "    ").length;
    const tag = number ? "ol" : "ul";
    while (open.length && open.at(-1).indent > indent) open.pop();
    const last = open.at(-1);
    if (last?.indent === indent && last.list.localName !== tag) open.pop();
    if (!open.length || open.at(-1).indent < indent) {
      const list = inert.createElement(tag);
      if (number) list.start = Number(number);
      (open.at(-1)?.list.lastElementChild ?? root).append(list);
      open.push({ list, indent });
    }
    const entry = inert.createElement("li");
    entry.append(paragraph(words, inert));
    open.at(-1).list.append(entry);
  }
  return root;
}

function paragraph(words, inert) {
  const made = inert.createElement("p");
  made.textContent = words;
  return made;
}
