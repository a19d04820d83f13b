// The editor over a textarea: what is sent is the textarea's value, as HTML.
import {
  DOMParser as Reader,
  DOMSerializer,
  dropCursor,
  EditorState,
  EditorView,
  gapCursor,
  history,
  Selection,
  tableEditing,
} from "../../vendor/prosemirror.js";
import { ending, withoutEnding } from "./ending.js";
import { keys } from "./keys.js";
import { Links } from "./links.js";
import { tidy } from "./paste.js";
import { People } from "./people.js";
import { Pictures, sending } from "./pictures.js";
import { blocksOf } from "./plain_paste.js";
import { rules } from "./rules.js";
import { schema } from "./schema.js";
import { Toolbar } from "./toolbar.js";

const WRITE_AFTER = 250;
// Serialised in a document of its own: in ours, each copy of a picture would be fetched again.
const INERT = document.implementation.createHTMLDocument("");

export function open(root, html) {
  return new Editor(root, html);
}

class Editor {
  constructor(root, html) {
    this.root = root;
    this.area = root.querySelector("textarea");
    this.status = root.querySelector("[data-said]");
    this.words = this.status.dataset;
    const shared = { words: this.words, say: (words, more) => this.say(words, more) };
    this.links = new Links(root, shared);
    this.pictures = new Pictures(root, { ...shared, address: root.dataset.uploads });
    this.people = new People(root, { ...shared, address: root.dataset.people });
    this.toolbar = new Toolbar(root, {
      link: () => this.links.open(),
      picture: () => this.pictures.choose(),
    });
    this.view = this.makeView(html);
    for (const part of [this.links, this.pictures, this.people, this.toolbar]) part.attach(this.view);
    this.takeOver();
  }

  makeView(html) {
    const surface = document.createElement("div");
    surface.id = this.area.id; // the summary of errors leads here
    this.area.id += "-plain";
    this.area.after(surface);
    return new EditorView({ mount: surface }, {
      state: EditorState.create({ doc: read(html), plugins: this.plugins() }),
      attributes: () => this.attributes(),
      scrollMargin: { top: 140, bottom: 110, left: 5, right: 5 }, // bars stand over the text
      scrollThreshold: { top: 140, bottom: 110, left: 0, right: 0 },
      transformPastedHTML: (pasted) => this.paste(pasted),
      clipboardTextParser: (text, context) =>
        Reader.fromSchema(schema).parseSlice(blocksOf(text, INERT), { preserveWhitespace: true, context }),
      handlePaste: (view, event) => this.takeFiles(event, event.clipboardData),
      handleDrop: (view, event) => this.takeFiles(event, event.dataTransfer),
      handleKeyDown: (view, event) => this.people.take(event),
      dispatchTransaction: (change) => this.changed(change),
    });
  }

  plugins() {
    return [
      rules,
      ...keys({ openLink: () => this.links.open(), toToolbar: () => this.toolbar.focus() }),
      dropCursor({ color: false, class: "editor-drop" }),
      gapCursor(),
      tableEditing(),
      history(),
      sending,
      ending,
    ];
  }

  attributes() {
    const hint = this.root.querySelector("[data-editor-hint]");
    const about = (this.area.getAttribute("aria-describedby") ?? "").split(" ");
    const heard = about.filter((id) => !document.getElementById(id)?.hasAttribute("data-plain"));
    return {
      role: "textbox",
      "aria-multiline": "true",
      "aria-labelledby": this.root.querySelector("label").id,
      "aria-describedby": [...heard, hint.id].join(" ").trim(),
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-invalid": this.area.getAttribute("aria-invalid") ?? "false",
      class: "editor-text prose",
      spellcheck: "true",
    };
  }

  /** From here on the form sends what stands in the editor. */
  takeOver() {
    const { form } = this.area;
    const label = this.root.querySelector("label");
    label.removeAttribute("for");
    label.addEventListener("click", () => this.view.focus());
    form.addEventListener("formdata", (event) => event.formData.set(this.area.name, this.html()));
    form.addEventListener("submit", (event) => this.wait(event), { capture: true });
    form.elements.format.value = "html";
    // A browser that fills the form again on the way back would show HTML in the plain field.
    this.area.autocomplete = "off";
    this.area.hidden = true;
    for (const plain of this.root.querySelectorAll("[data-plain]")) plain.hidden = true;
    this.root.querySelector("[data-editor-hint]").hidden = false;
    this.view.dispatch(this.view.state.tr); // each plugin has its first say
    this.area.value = this.html();
    this.root.dataset.editor = "open";
  }

  /** Holds the form back until the pictures on their way have come. */
  async wait(event) {
    if (!this.pictures.travelling) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.say(this.words.waiting, { isAlert: true });
    const { refused } = this.pictures;
    await this.pictures.line;
    if (this.pictures.refused > refused) return; // the reason stands there: the writer decides
    this.area.form.querySelector("[data-submit]").click();
  }

  /** Puts blocks at the end, with a line after them to go on in. */
  append(html) {
    const { state } = this.view;
    const { doc } = state;
    const isBlank = doc.childCount === 1 && doc.firstChild.content.size === 0;
    const added = read(html).content;
    this.view.dispatch(isBlank ? state.tr.replaceWith(0, doc.content.size, added) : state.tr.insert(doc.content.size, added));
    this.focusEnd();
  }

  /** The text becomes another one. */
  replace(html) {
    const { state } = this.view;
    this.view.dispatch(state.tr.replaceWith(0, state.doc.content.size, read(html).content));
    this.focusEnd();
  }

  /** The caret after the last word. */
  focusEnd() {
    const { state } = this.view;
    this.view.dispatch(state.tr.setSelection(Selection.atEnd(state.doc)));
    this.view.focus();
  }

  changed(change) {
    this.view.updateState(this.view.state.apply(change));
    this.toolbar.show(this.view.state);
    this.pictures.show(this.view.state);
    if (change.docChanged || change.selectionSet) this.people.look();
    if (!change.docChanged) return;
    this.root.querySelector("[data-said]").classList.add("visually-hidden");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), WRITE_AFTER);
  }

  html() {
    const box = INERT.createElement("div");
    const content = withoutEnding(this.view.state.doc);
    DOMSerializer.fromSchema(schema).serializeFragment(content, { document: INERT }, box);
    return box.innerHTML;
  }

  write() {
    const html = this.html();
    if (html === this.area.value) return;
    this.area.value = html;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  paste(pasted) {
    const { html, lost, held } = tidy(pasted);
    if (held.length) setTimeout(() => this.pictures.sendHeld(held)); // once the text is there
    if (lost) this.say((lost > 1 ? this.words.lost : this.words.lostOne).replace("#", lost), { isAlert: true });
    return html;
  }

  takeFiles(event, transfer) {
    const files = [...(transfer?.files ?? [])];
    const words = transfer?.getData("text/html").replace(/<[^>]*>/g, "").trim();
    if (!files.length || words) return false;
    event.preventDefault(); // a file let go elsewhere would open in place of the page
    const under = event.clientX && this.view.posAtCoords({ left: event.clientX, top: event.clientY });
    this.pictures.sendAll(files, under?.pos);
    return true;
  }

  /** Says it to those who listen, and shows it when it is a reason. */
  say(words, { isAlert = false } = {}) {
    this.status.classList.toggle("visually-hidden", !isAlert);
    this.status.classList.toggle("editor-alert", isAlert);
    this.status.textContent = "";
    setTimeout(() => (this.status.textContent = words), 30); // the same words are said again
  }
}

function read(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  return Reader.fromSchema(schema).parse(body);
}
