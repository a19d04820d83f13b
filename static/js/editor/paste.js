// HTML pasted from Word, LibreOffice, Outlook or a web page, made plain before it is read.
// First on the string (styles, conditional comments, Office names: parsing them would break the
// page's security policy), then on an inert document (Word's lists, tables' first row, pictures).
import { ownPath } from "./schema.js";

const NUMBER = /^\s*(?:\(?\d+[.)]|\(?[a-z][.)]|[ivxlc]+[.)])/i;
const WORD_ITEMS = ["", "CxSpFirst", "CxSpMiddle", "CxSpLast"].map((end) => `p.MsoListParagraph${end}`);
const MOST_HELD = 20;
const KEPT = new Set([
  "href", "src", "alt", "colspan", "rowspan", "start", "data-mention", "data-pm-slice",
]);

/** Returns the plain HTML, the pictures it held, and how many could not come along. */
export function tidy(html) {
  const body = new DOMParser().parseFromString(withoutOffice(html), "text/html").body;
  body.querySelectorAll("br.Apple-interchange-newline").forEach((end) => end.remove());
  lowerTitles(body);
  readEmphasis(body);
  readWordLists(body);
  body.querySelectorAll("table").forEach(giveHead);
  const { lost, held } = takePictures(body);
  dropEmpty(body);
  for (const element of body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (!KEPT.has(name)) element.removeAttribute(name);
    }
  }
  return { html: body.innerHTML, lost, held };
}

function withoutOffice(html) {
  const part = /<!--StartFragment-->([\s\S]*?)<!--EndFragment-->/i.exec(html);
  // Excel marks the rows only: without their table they would be lost.
  const isRows = part && /^\s*<(?:col|tr|td|tbody)\b/i.test(part[1]);
  return (part ? (isRows ? `<table>${part[1]}</table>` : part[1]) : html)
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "")
    .replace(/<!\[if[^\]]*\]>|<!\[endif\]>/gi, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(style|script|xml|title|head)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<\/?(?:o|w|v|m|st1):[^>]*>/gi, "")
    .replace(/<(meta|link|base)\b[^>]*>/gi, "")
    .replace(/<([a-z][a-z0-9]*)\b([^>]*?)\sstyle\s*=\s*("[^"]*"|'[^']*')/gi, styleAsMarks);
}

/** A style= becomes the few facts that we read from it. */
function styleAsMarks(_whole, tag, before, style) {
  const level = /mso-list:\s*(l\d+)\s+level(\d+)/i.exec(style);
  const isSpan = tag.toLowerCase() === "span";
  const facts = [
    level && ` data-item="${level[1]} ${level[2]}"`,
    /mso-list:\s*Ignore/i.test(style) && " data-bullet",
    isSpan && /[\s;'"]font-weight:\s*(bold|[6-9]00)/i.test(style) && " data-strong",
    isSpan && /[\s;'"]font-style:\s*italic/i.test(style) && " data-em",
    /[\s;'"]font-weight:\s*normal/i.test(style) && " data-normal",
  ];
  return `<${tag}${before}${facts.filter(Boolean).join("")}`;
}

/** Where the page begins at the first level, the second one is ours too, a level lower. */
function lowerTitles(body) {
  if (!body.querySelector("h1")) return;
  for (const title of body.querySelectorAll("h2")) {
    const lower = body.ownerDocument.createElement("h3");
    lower.append(...title.childNodes);
    title.replaceWith(lower);
  }
}

function readEmphasis(body) {
  // Google Docs wraps everything in <b style="font-weight:normal">.
  body.querySelectorAll("b[data-normal]").forEach((b) => b.replaceWith(...b.childNodes));
  for (const [fact, tag] of [["strong", "strong"], ["em", "em"]]) {
    for (const span of body.querySelectorAll(`span[data-${fact}]`)) wrapChildren(span, tag);
  }
}

function wrapChildren(element, tag) {
  const wrap = element.ownerDocument.createElement(tag);
  wrap.append(...element.childNodes);
  element.append(wrap);
}

/** Word writes lists as paragraphs: each says its list and its level. */
function readWordLists(body) {
  let open = [];
  for (const item of body.querySelectorAll(["p[data-item]", ...WORD_ITEMS].join())) {
    const [id, level] = (item.dataset.item || "l0 1").split(" ");
    const depth = Number(level);
    const bullet = item.querySelector("[data-bullet]");
    const sign = (bullet ?? item).textContent.replace(/\u00a0/g, " ");
    const tag = NUMBER.test(sign) ? "ol" : "ul";
    bullet?.remove();
    if (open[0]?.id !== id || open[0].root.nextElementSibling !== item) open = [];
    open.length = Math.min(open.length, depth);
    if (open.length === depth && open[depth - 1].list.localName !== tag) open.pop();
    while (open.length < depth) open.push(beginList(open, item, tag, id));
    open[depth - 1].list.append(asListItem(item));
  }
}

function beginList(open, item, tag, id) {
  const list = item.ownerDocument.createElement(tag);
  const parent = open.at(-1)?.list;
  if (!parent) item.before(list);
  else {
    if (!parent.lastElementChild) parent.append(item.ownerDocument.createElement("li"));
    parent.lastElementChild.append(list);
  }
  return { list, id, root: open[0]?.root ?? list };
}

function asListItem(paragraph) {
  const item = paragraph.ownerDocument.createElement("li");
  const inner = paragraph.ownerDocument.createElement("p");
  inner.append(...paragraph.childNodes);
  item.append(inner);
  paragraph.remove();
  return item;
}

/** The first row of a table without a header row becomes one. */
function giveHead(table) {
  table.querySelectorAll("colgroup, col").forEach((column) => column.remove());
  const isOurs = table.closest("[data-pm-slice]") ?? table.querySelector("[data-pm-slice]");
  if (isOurs || table.querySelector("th") || table.rows.length < 2) return;
  for (const cell of [...table.rows[0].cells]) {
    const head = table.ownerDocument.createElement("th");
    for (const name of ["colspan", "rowspan"]) {
      if (cell.hasAttribute(name)) head.setAttribute(name, cell.getAttribute(name));
    }
    head.append(...cell.childNodes);
    head.querySelectorAll("b, strong").forEach((bold) => bold.replaceWith(...bold.childNodes));
    cell.replaceWith(head);
  }
}

/** What stands in a pasted text for one of its pictures, until it is sent from there. */
export const signOf = (number) => `\ue000${number}\ue001`;

/** Pictures whose bytes are in the text are sent like files; those that are elsewhere are lost. */
function takePictures(body) {
  const held = [];
  let lost = 0;
  for (const image of body.querySelectorAll("img")) {
    const source = image.getAttribute("src") ?? "";
    if (ownPath(source)) continue;
    const file = held.length < MOST_HELD && fileOf(source);
    if (file) image.replaceWith(signOf(held.push(file) - 1));
    else {
      lost++;
      image.remove();
    }
  }
  return { lost, held };
}

function fileOf(source) {
  const parts = /^data:(image\/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=\s]+)$/.exec(source);
  if (!parts) return null;
  try {
    const bytes = Uint8Array.from(atob(parts[2]), (sign) => sign.charCodeAt(0));
    return new File([bytes], `image.${parts[1].slice(6)}`, { type: parts[1] });
  } catch {
    return null; // cut short on its way
  }
}

function dropEmpty(body) {
  for (const block of body.querySelectorAll("p, h1, h2, h3, h4")) {
    const isBlank = !block.textContent.replace(/\u00a0/g, "").trim();
    if (isBlank && !block.querySelector("img, br")) block.remove();
  }
}
