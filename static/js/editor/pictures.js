// Pictures: pasted, dropped or chosen; sent one after the other, shown where they were put, described.
import {
  Decoration,
  DecorationSet,
  NodeSelection,
  Plugin,
  PluginKey,
  TextSelection,
} from "../../vendor/prosemirror.js";
import { post } from "../lib/http.js";
import { signOf } from "./paste.js";
import { schema } from "./schema.js";

const HEAVIEST = 10 * 2 ** 20; // as the server says; said before a slow line has carried it
const HEAVIEST_DOCUMENT = 24 * 2 ** 20;
const { image: imageType, paragraph } = schema.nodes;
const key = new PluginKey("sending");

/** Keeps a mark where each picture on its way will stand, whatever is typed meanwhile. */
export const sending = new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply(change, set) {
      const { add, remove } = change.getMeta(key) ?? {};
      let places = set.map(change.mapping, change.doc);
      if (add) {
        const spec = { id: add.id, side: -1 };
        places = places.add(change.doc, [Decoration.widget(add.at, () => mark(add.words), spec)]);
      }
      if (remove) places = places.remove(placesOf(places, remove));
      return places;
    },
  },
  props: {
    decorations(state) {
      return this.getState(state);
    },
  },
});

function mark(words) {
  const line = document.createElement("span");
  line.className = "editor-sending";
  line.textContent = words;
  return line;
}

function placesOf(places, id) {
  return places.find(null, null, (one) => one.id === id);
}

export class Pictures {
  constructor(root, { address, words, say }) {
    this.address = address;
    this.words = words;
    this.say = say;
    this.bar = root.querySelector("[data-picture]");
    this.field = this.bar.querySelector("input");
    this.chooser = root.querySelector("[data-files]");
    this.travelling = 0;
    this.refused = 0;
    this.line = Promise.resolve();
  }

  attach(view) {
    this.view = view;
    this.chooser.addEventListener("change", () => {
      this.sendAll([...this.chooser.files]);
      this.chooser.value = "";
      view.focus();
    });
    this.field.addEventListener("input", () => this.describe(this.field.value));
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      this.goOn();
    });
  }

  choose() {
    this.chooser.click();
  }

  /** Sends what is no picture too: the server says in words why it cannot be. */
  sendAll(files, at = this.view.state.selection.from) {
    for (const file of files) {
      const isPicture = file.type.startsWith("image/");
      if (file.size > (isPicture ? HEAVIEST : HEAVIEST_DOCUMENT)) {
        const weight = Math.ceil(file.size / 2 ** 20);
        const words = isPicture ? this.words.heavy : this.words.heavyDocument;
        this.say(words.replace("#", weight), { isAlert: true });
        continue;
      }
      const id = {};
      this.travelling++;
      this.mark({ add: { id, at, words: this.words.sending } });
      this.line = this.line.then(() => this.send(id, file)).finally(() => this.travelling--);
    }
  }

  /** Sends the pictures of a pasted text, each from where its sign stands, which goes. */
  sendHeld(files) {
    for (const [number, file] of files.entries()) {
      const sign = signOf(number);
      let from;
      this.view.state.doc.descendants((node, at) => {
        const within = node.text?.indexOf(sign) ?? -1;
        if (within >= 0) from = at + within;
      });
      if (from !== undefined) from = this.takeAway(from, sign.length);
      this.sendAll([file], from);
    }
  }

  /** Takes a sign out, and its line where it stood alone; returns where it was. */
  takeAway(from, length) {
    const { doc } = this.view.state;
    const tr = this.view.state.tr.setMeta("addToHistory", false); // a sign taken back never returns
    const at = doc.resolve(from);
    const isAlone = at.depth === 1 && at.parent.content.size === length && doc.childCount > 1;
    const start = isAlone ? at.before() : from;
    this.view.dispatch(isAlone ? tr.delete(start, at.after()) : tr.delete(from, from + length));
    return start;
  }

  async send(id, file) {
    this.say(this.words.sending);
    const before = this.view.state.doc;
    const fields = new FormData();
    fields.append("file", file, file.name || "image.png");
    try {
      const { url, content_type: type, name } = await post(this.address, fields);
      if (type.startsWith("image/")) this.put(id, url, { isQuiet: this.view.state.doc !== before });
      else this.link(id, url, file.name || name);
    } catch (error) {
      this.refused++;
      this.mark({ remove: id });
      this.say(error.detail ?? this.words.notSent, { isAlert: true });
    }
  }

  mark(meta) {
    this.view.dispatch(this.view.state.tr.setMeta(key, meta));
  }

  /** Puts a picture in; `isQuiet`: somebody is writing, who keeps the caret. */
  put(id, src, { isQuiet }) {
    const { state } = this.view;
    const [place] = placesOf(key.getState(state), id);
    const at = blockAt(state.doc, place?.from ?? state.selection.from);
    const change = state.tr.insert(at, imageType.create({ src })).setMeta(key, { remove: id });
    const isFree = !isQuiet && document.activeElement !== this.field;
    if (isFree) change.setSelection(NodeSelection.create(change.doc, at));
    this.view.dispatch(change);
    if (isFree) this.field.focus();
    this.say(this.words.sent);
  }

  /** Puts a link to a document in, as a line of its own. */
  link(id, href, name) {
    const { state } = this.view;
    const [place] = placesOf(key.getState(state), id);
    const at = blockAt(state.doc, place?.from ?? state.selection.from);
    const words = schema.text(name, [schema.marks.link.create({ href })]);
    this.view.dispatch(state.tr.insert(at, paragraph.create(null, words)).setMeta(key, { remove: id }));
    this.say(this.words.documentSent);
  }

  /** Shows the description of the selected picture. */
  show(state) {
    const { node } = state.selection;
    this.bar.hidden = node?.type !== imageType;
    if (!this.bar.hidden && document.activeElement !== this.field) this.field.value = node.attrs.alt;
  }

  describe(alt) {
    const { from, node } = this.view.state.selection;
    if (node?.type !== imageType) return;
    const change = this.view.state.tr.setNodeMarkup(from, null, { ...node.attrs, alt });
    this.view.dispatch(change.setSelection(NodeSelection.create(change.doc, from)));
  }

  /** Back to the text, in the line below the picture. */
  goOn() {
    const { state } = this.view;
    const { $to, to } = state.selection;
    const change = state.tr;
    if (!$to.nodeAfter?.isTextblock) change.insert(to, paragraph.create());
    this.view.dispatch(change.setSelection(TextSelection.near(change.doc.resolve(to + 1))));
    this.view.focus();
  }
}

/** Where a picture may stand nearest to a place: before the line, else after it, else at the end. */
function blockAt(doc, position) {
  const at = doc.resolve(position);
  for (let depth = at.depth; depth > 0; depth--) {
    const parent = at.node(depth - 1);
    const index = at.index(depth - 1);
    const isFirst = at.parentOffset === 0;
    if (isFirst && parent.canReplaceWith(index, index, imageType)) return at.before(depth);
    if (parent.canReplaceWith(index + 1, index + 1, imageType)) return at.after(depth);
  }
  return at.depth ? doc.content.size : position;
}
