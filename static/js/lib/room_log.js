// The list of messages on the page: order, groups, days, who writes, who is there.

const SAME_BREATH = 5 * 60 * 1000;
const COLORS = ["petrol", "plum", "earth", "info", "success", "warning"];

export class Log {
  constructor(room) {
    this.me = Number(room.dataset.me);
    this.isModerator = room.hasAttribute("data-moderator");
    this.toolsAddress = room.dataset.tools;
    this.box = room.querySelector("[data-log]");
    this.list = room.querySelector("[data-messages]");
    this.template = room.querySelector("[data-template]");
    this.words = room.querySelector("[data-words]").dataset;
    this.typingLine = room.querySelector("[data-typing]");
    this.presenceLine = room.querySelector("[data-presence]");
    this.clock = new Intl.DateTimeFormat(document.documentElement.lang, {
      hour: "numeric",
      minute: "2-digit",
      timeZone: "Europe/Paris",
    });
    this.ownAll();
    document.addEventListener("htmx:before:swap", () => this.hold());
    document.addEventListener("htmx:after:settle", () => this.welcome());
    if (!this.list.querySelector(":target")) this.toEnd();
  }

  /** Whether the newest message is shown: else what comes in would stand after a gap. */
  reachesEnd() {
    return !this.list.querySelector("[data-newer]");
  }

  newest() {
    const items = this.list.querySelectorAll("[data-seq]");
    return items.length ? Number(items[items.length - 1].dataset.seq) : 0;
  }

  /** Shows a message of the server in its place, once; or what an edit left of it. */
  put(message) {
    const shown = this.list.querySelector(`[data-seq="${message.seq}"]`);
    if (shown) return this.fill(shown, message);
    const first = this.list.querySelector("[data-seq]");
    if (first && message.seq < Number(first.dataset.seq)) return; // older than what is shown
    const wasAtEnd = this.isAtEnd();
    const item = this.make(message.author);
    item.id = `message-${message.seq}`;
    item.dataset.seq = message.seq;
    this.equip(item, message);
    this.fill(item, message);
    const after = [...this.list.querySelectorAll("[data-seq]")]
      .reverse()
      .find((one) => Number(one.dataset.seq) < message.seq);
    const before = after ? after.nextSibling : this.list.querySelector("[data-waiting]");
    this.list.insertBefore(item, before);
    this.group(item, after);
    this.list.querySelector("[data-empty]")?.remove();
    if (wasAtEnd || message.author.id === this.me) this.toEnd();
    this.typingLine.textContent = "";
  }

  /** Shows what I have just sent, before the server has it. */
  putWaiting(clientId, text, author) {
    const item = this.make(author);
    item.dataset.waiting = clientId;
    item.dataset.at = new Date().toISOString();
    const line = document.createElement("p");
    line.textContent = text;
    item.querySelector(".message-text").append(line);
    const state = item.querySelector(".message-state");
    state.textContent = this.words.unsent;
    this.list.append(item);
    this.list.querySelector("[data-empty]")?.remove();
    this.toEnd();
    setTimeout(() => (state.hidden = false), 1500);
  }

  dropWaiting(clientId) {
    this.list.querySelector(`[data-waiting="${CSS.escape(clientId)}"]`)?.remove();
  }

  make(author) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    item.dataset.author = author.id;
    const avatar = item.querySelector(".avatar");
    avatar.textContent = author.initials;
    avatar.classList.add(`avatar-${COLORS[author.id % COLORS.length]}`);
    if (author.photo) {
      avatar.replaceChildren(Object.assign(new Image(40, 40), { src: author.photo, alt: "" }));
    }
    item.querySelector(".message-author").textContent = author.name;
    item.querySelector("[data-place]").textContent = author.place ?? "";
    this.own(item);
    return item;
  }

  fill(item, message) {
    const at = new Date(message.created_at);
    item.dataset.at = message.created_at;
    const time = item.querySelector("time");
    time.dateTime = message.created_at;
    time.textContent = this.clock.format(at).replace(":", " h ");
    const text = item.querySelector(".message-text");
    if (text) text.innerHTML = message.body_html; // cleaned by the server
    item.querySelector(".message-tools")?.toggleAttribute("hidden", message.deleted);
    const edited = item.querySelector(".message-edited");
    if (edited) edited.hidden = !message.edited_at || message.deleted;
    const deleted = item.querySelector(".message-deleted");
    if (deleted) deleted.hidden = !message.deleted;
  }

  /** What I may do with it. */
  equip(item, message) {
    const tools = item.querySelector(".message-tools");
    const isMine = message.author.id === this.me;
    if (!isMine && !this.isModerator) return tools.remove();
    const address = this.toolsAddress + message.id;
    tools.querySelector("[data-delete]").href = `${address}/supprimer`;
    if (isMine) tools.querySelector("[data-edit]").href = `${address}/modifier`;
    else tools.querySelector("[data-edit]").remove();
  }

  /** Same author within five minutes: no name again. */
  group(item, before) {
    if (!before || before.dataset.author !== item.dataset.author) return;
    if (new Date(item.dataset.at) - new Date(before.dataset.at) >= SAME_BREATH) return;
    item.classList.add("message-next");
    item.querySelector(".avatar").remove();
    item.querySelector(".meta").classList.add("visually-hidden");
  }

  /** Messages will be fetched: remembers where one that is shown stands. */
  hold() {
    this.held = this.list.querySelector(".message");
    this.heldAt = this.held?.getBoundingClientRect().top;
  }

  /** Messages were fetched: each is mine or not, each day is named once, what is read stays put. */
  welcome() {
    this.ownAll();
    const days = new Set();
    for (const item of this.list.querySelectorAll("[data-day]")) {
      if (days.has(item.dataset.day)) item.remove();
      days.add(item.dataset.day);
    }
    if (!this.held) return;
    this.box.scrollTop += this.held.getBoundingClientRect().top - this.heldAt;
    this.box.focus({ preventScroll: true }); // the link that had it is gone
  }

  ownAll() {
    for (const item of this.list.querySelectorAll(".message")) this.own(item);
  }

  own(item) {
    item.classList.toggle("message-mine", Number(item.dataset.author) === this.me);
  }

  typing(name) {
    this.typingLine.textContent = this.words.typingOne.replace("#", name);
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => (this.typingLine.textContent = ""), 4000);
  }

  presence(count) {
    this.presenceLine.hidden = count === 0;
    this.presenceLine.textContent =
      count === 1 ? this.words.onlineOne : this.words.online.replace("#", count);
  }

  isAtEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 120;
  }

  toEnd() {
    this.box.scrollTop = this.box.scrollHeight;
  }
}
