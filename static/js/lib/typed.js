// What was typed in the plain field while the editor came: its paragraphs, lists and bold words.
const ITEM = /^\s*[-*•]\s+/;

export function blocksOf(text) {
  const inert = document.implementation.createHTMLDocument("");
  for (const block of text.split(/\n\s*\n/)) {
    let open; // the paragraph or the list that the lines go into
    for (const line of block.split("\n")) {
      const isItem = ITEM.test(line);
      const tag = isItem ? "ul" : "p";
      if (open?.localName !== tag) {
        open = inert.createElement(tag);
        inert.body.append(open);
      } else if (!isItem) open.append(inert.createElement("br"));
      const into = isItem ? open.appendChild(inert.createElement("li")) : open;
      into.append(...marked(line.replace(isItem ? ITEM : "", ""), inert));
    }
  }
  return inert.body.innerHTML;
}

/** A line with its **bold** words. */
function marked(line, inert) {
  return line.split(/\*\*([^*]+)\*\*/).map((part, place) => {
    if (place % 2 === 0) return part;
    const bold = inert.createElement("strong");
    bold.textContent = part;
    return bold;
  });
}
