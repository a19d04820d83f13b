// What I send: shown at once, retried under the same client id until the server has it.
import { ask } from "./live.js";

const TYPING_EVERY = 2500;
const RETRY = 2000;

export class Outbox {
  constructor(room, id, log) {
    this.id = id;
    this.log = log;
    this.waiting = new Map();
    this.refusal = room.querySelector("[data-refusal]");
    this.author = {
      id: Number(room.dataset.me),
      name: room.dataset.myName,
      initials: room.dataset.myInitials,
    };
    this.form = room.querySelector("[data-composer]");
    this.field = this.form.querySelector("textarea");
    this.form.addEventListener("submit", (event) => {
      if (!log.reachesEnd()) return; // the page comes back at its end
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.form.querySelector("button:not([type=button])").click();
    });
    this.field.addEventListener("input", () => this.typed());
    this.form.dataset.ready = "";
  }

  typed() {
    this.refusal.hidden = true;
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 200)}px`;
    const now = Date.now();
    if (now - (this.saidTyping ?? 0) < TYPING_EVERY) return;
    this.saidTyping = now;
    ask("typing", { room_id: this.id }).catch(() => {});
  }

  send() {
    const body = this.field.value;
    if (!body.trim()) return;
    const clientId = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    this.waiting.set(clientId, body);
    this.log.putWaiting(clientId, body, this.author);
    this.field.value = "";
    this.field.style.height = "auto";
    this.flush();
  }

  /** Sends what waits, one at a time: the order is the one I wrote in. */
  async flush() {
    if (this.sending) return;
    this.sending = true;
    while (this.waiting.size) {
      const [clientId, body] = this.waiting.entries().next().value;
      try {
        const answer = await ask("message:send", { room_id: this.id, body, client_id: clientId });
        if (answer.ok) this.arrived(answer.message);
        else this.refuse(clientId, body, answer.error);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RETRY));
      }
    }
    this.sending = false;
  }

  arrived(message) {
    this.settle(message);
    this.log.put(message);
  }

  /** The server has it: the waiting copy goes. */
  settle(message) {
    if (message.author.id !== this.author.id) return;
    if (this.waiting.delete(message.client_id)) this.log.dropWaiting(message.client_id);
  }

  /** It cannot be: the text comes back, the reason beside it. */
  refuse(clientId, body, reason) {
    this.waiting.delete(clientId);
    this.log.dropWaiting(clientId);
    this.field.value = this.field.value ? `${body}\n${this.field.value}` : body;
    this.refusal.textContent = reason;
    this.refusal.hidden = false;
  }
}
