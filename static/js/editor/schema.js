// What a text may hold: what the server keeps (app/core/rich_text.py), tables inside tables aside.
import { Schema, tableNodes } from "../../vendor/prosemirror.js";

const INNER = "(paragraph | heading | bullet_list | ordered_list | image | horizontal_rule)+";
const HEADINGS = { h1: 2, h2: 2, h3: 3, h4: 4, h5: 4, h6: 4 };
const SAFE_ADDRESS = /^(https?:|mailto:|tel:|#|\/(?!\/))/i;

const scope = {
  default: null,
  getFromDOM: (dom) => dom.getAttribute("scope"),
  setDOMAttr: (value, attrs) => value && (attrs.scope = value),
};

const nodes = {
  doc: { content: "block+" },
  paragraph: {
    group: "block",
    content: "inline*",
    parseDOM: [{ tag: "p" }],
    toDOM: () => ["p", 0],
  },
  heading: {
    attrs: { level: { default: 2 } },
    group: "block",
    content: "inline*",
    defining: true,
    parseDOM: Object.entries(HEADINGS).map(([tag, level]) => ({ tag, attrs: { level } })),
    toDOM: (node) => [`h${node.attrs.level}`, 0],
  },
  blockquote: {
    group: "block",
    content: INNER,
    defining: true,
    parseDOM: [{ tag: "blockquote" }],
    toDOM: () => ["blockquote", 0],
  },
  ordered_list: {
    group: "block",
    content: "list_item+",
    attrs: { order: { default: 1 } },
    parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ order: Number(dom.getAttribute("start")) || 1 }) }],
    toDOM: ({ attrs }) => (attrs.order === 1 ? ["ol", 0] : ["ol", { start: attrs.order }, 0]),
  },
  bullet_list: {
    group: "block",
    content: "list_item+",
    parseDOM: [{ tag: "ul" }],
    toDOM: () => ["ul", 0],
  },
  list_item: {
    content: "paragraph (paragraph | bullet_list | ordered_list | image | blockquote)*",
    defining: true,
    parseDOM: [{ tag: "li" }],
    toDOM: () => ["li", 0],
  },
  horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  image: {
    group: "block",
    draggable: true,
    attrs: { src: {}, alt: { default: "" } },
    parseDOM: [{ tag: "img[src]", getAttrs: readImage }],
    toDOM: ({ attrs }) => ["img", { src: attrs.src, alt: attrs.alt }],
  },
  ...tableNodes({ tableGroup: "block", cellContent: INNER, cellAttributes: { scope } }),
  mention: {
    group: "inline",
    inline: true,
    atom: true,
    selectable: false,
    attrs: { id: {}, name: {} },
    leafText: ({ attrs }) => `@${attrs.name}`,
    parseDOM: [
      {
        tag: "a[data-mention]",
        priority: 60,
        getAttrs: (dom) => ({ id: dom.dataset.mention, name: dom.textContent.replace(/^@/, "") }),
      },
    ],
    toDOM: ({ attrs }) => ["a", { "data-mention": attrs.id }, `@${attrs.name}`],
  },
  text: { group: "inline" },
  hard_break: {
    group: "inline",
    inline: true,
    selectable: false,
    leafText: () => "\n",
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
};

const marks = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: readLink }],
    toDOM: ({ attrs }) => ["a", { href: attrs.href }, 0],
  },
  strong: {
    parseDOM: [{ tag: "strong" }, { tag: "b" }],
    toDOM: () => ["strong", 0],
  },
  em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
  strike: { parseDOM: [{ tag: "s" }, { tag: "del" }], toDOM: () => ["s", 0] },
  superscript: { parseDOM: [{ tag: "sup" }], excludes: "subscript", toDOM: () => ["sup", 0] },
  subscript: { parseDOM: [{ tag: "sub" }], excludes: "superscript", toDOM: () => ["sub", 0] },
};

export const schema = new Schema({ nodes, marks });

/** Our own pictures only: the server keeps no other. */
function readImage(dom) {
  const src = ownPath(dom.getAttribute("src"));
  return src ? { src, alt: dom.getAttribute("alt") || "" } : false;
}

/** The path of an address under /fichiers/ of this site, else null. */
export function ownPath(address) {
  const path = address?.replace(location.origin, "") ?? "";
  return path.startsWith("/fichiers/") ? path : null;
}

function readLink(dom) {
  const href = dom.getAttribute("href");
  return SAFE_ADDRESS.test(href) ? { href } : false;
}
