// Pictures: pasted, dropped or chosen; sent at once, in their place when they have arrived, described.
import {
  Decoration,
  DecorationSet,
  NodeSelection,
  Plugin,
  PluginKey,
  TextSelection,
} from "../../vendor/prosemirror.js";
import { post } from "../lib/http.js";
import { schema } from "./schema.js";

const FORMATS = /^image\/(png|jpeg|gif|webp)$/;
const HEAVIEST = 10 * 2 ** 20; // as the server says; said before a slow line has carried it
const key = new PluginKey("sending");

/** Keeps a mark where each picture on its way will stand, whatever is typed meanwhile. */
export const sending = new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply(change, set) {
      const { add, remove } = change.getMeta(key) ?? {};
      let places = set.map(change.mapping, change.doc);
      if (add) places = places.add(change.doc, [Decoration.widget(add.at, () => mark(add), add)]);
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

function mark({ words }) {
  const line = document.createElement("p");
  line.className = "editor-sending";
  line.textContent = words;
  return line;
}

function placesOf(places, id) {
  return places.find(null, null, (one) => one.id === id);
}

export function picturesOf(files) {
  return [...(files ?? [])].filter((file) => FORMATS.test(file.type));
}

/** Sends what is no picture too: the server says in words why it cannot be. */
export class Pictures {
  constructor(root, { address, words, say }) {
    this.address = address;
    this.words = words;
    this.say = say;
    this.bar = root.querySelector("[data-picture]");
    this.field = this.bar.querySelector("input");
    this.chooser = root.querySelector("[data-files]");
  }

  attach(view) {
    this.view = view;
    this.chooser.addEventListener("change", () => {
      for (const file of this.chooser.files) this.send(file, view.state.selection.from);
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

  async send(file, at) {
    if (file.size > HEAVIEST) {
      const weight = Math.ceil(file.size / 2 ** 20);
      return this.say(this.words.heavy.replace("#", weight), { isAlert: true });
    }
    const id = { file };
    this.mark({ add: { id, at, words: this.words.sending } });
    this.say(this.words.sending);
    const fields = new FormData();
    fields.append("file", file, file.name || "image.png");
    fields.append("client_id", crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`);
    try {
      this.put(id, (await post(this.address, fields)).url);
    } catch (error) {
      this.mark({ remove: id });
      this.say(error.detail ?? this.words.notSent, { isAlert: true });
    }
  }

  mark(meta) {
    this.view.dispatch(this.view.state.tr.setMeta(key, meta));
  }

  put(id, src) {
    const [place] = placesOf(key.getState(this.view.state), id);
    if (!place) return; // its place was deleted meanwhile
    const change = this.view.state.tr
      .replaceRangeWith(place.from, place.from, schema.nodes.image.create({ src }))
      .setMeta(key, { remove: id });
    let at = -1;
    change.doc.descendants((node, position) => {
      if (node.type === schema.nodes.image && node.attrs.src === src) at = position;
    });
    this.view.dispatch(change.setSelection(NodeSelection.create(change.doc, at)));
    this.field.focus();
    this.say(this.words.sent);
  }

  /** Shows the description of the selected picture. */
  show(state) {
    const { node } = state.selection;
    this.bar.hidden = node?.type !== schema.nodes.image;
    if (!this.bar.hidden && document.activeElement !== this.field) this.field.value = node.attrs.alt;
  }

  describe(alt) {
    const { from, node } = this.view.state.selection;
    if (node?.type !== schema.nodes.image) return;
    const change = this.view.state.tr.setNodeMarkup(from, null, { ...node.attrs, alt });
    this.view.dispatch(change.setSelection(NodeSelection.create(change.doc, from)));
  }

  /** Back to the text, in the line below the picture. */
  goOn() {
    const { state } = this.view;
    const after = state.selection.to;
    const change = state.tr;
    if (after >= change.doc.content.size) change.insert(after, schema.nodes.paragraph.create());
    this.view.dispatch(change.setSelection(TextSelection.near(change.doc.resolve(after + 1))));
    this.view.focus();
  }
}
