// A live room: shows at once what I send, catches up after a cut, keeps the order of the server.
// Where older messages are read, it comes alive once the reader has gone down to the newest ones.
import { ask, live } from "../lib/live.js";
import { Log } from "../lib/room_log.js";
import { Outbox } from "../lib/room_outbox.js";

export function start(room) {
  const id = Number(room.dataset.room);
  const log = new Log(room);
  const outbox = new Outbox(room, id, log);
  let lastEvent = Number(room.dataset.lastSeq);
  const banner = document.querySelector("[data-offline]");

  function take(message) {
    if (message.room_id !== id) return;
    if (message.event_seq > lastEvent + 1) return void catchUp();
    lastEvent = Math.max(lastEvent, message.event_seq);
    outbox.settle(message);
    log.put(message);
    if (document.visibilityState === "visible") read();
  }

  let catching = false;
  let again = false;
  async function catchUp() {
    again = catching;
    if (catching) return;
    catching = true;
    try {
      const answer = await ask("room:join", { room_id: id, after: lastEvent });
      if (!answer.ok) return;
      for (const message of answer.messages) {
        outbox.settle(message);
        log.put(message);
      }
      const goesOn = answer.messages.length && answer.last_seq > lastEvent;
      lastEvent = Math.max(lastEvent, answer.last_seq);
      if (goesOn && answer.messages.length >= 500) setTimeout(catchUp);
      outbox.flush();
      read();
    } catch {
      // The socket reconnects by itself, and then we ask again.
    } finally {
      catching = false;
      if (again) catchUp();
    }
  }

  let readTo = 0;
  function read() {
    const newest = log.newest();
    if (newest <= readTo) return;
    readTo = newest;
    ask("room:read", { room_id: id, seq: newest }).catch(() => (readTo = 0));
  }

  function listen() {
    const socket = live();
    for (const event of ["message", "message:edited", "message:deleted"]) socket.on(event, take);
    socket.on("typing", (body) => body.room_id === id && log.typing(body.user.name));
    socket.on("presence", (body) => body.room_id === id && log.presence(body.online.length));
    socket.on("connect", () => {
      banner.hidden = true;
      catchUp();
    });
    socket.on("disconnect", () => (banner.hidden = false));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") read();
    });
    if (socket.connected) catchUp();
  }

  function listenAtEnd() {
    if (!log.reachesEnd()) return;
    document.removeEventListener("htmx:after:settle", listenAtEnd);
    listen();
  }
  document.addEventListener("htmx:after:settle", listenAtEnd);
  listenAtEnd();
}
