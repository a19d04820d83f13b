// One socket per page, shared by every behavior that listens.
import { io } from "../../vendor/socket.io.js";

let socket;

/** The page's socket, opened at the first call. */
export function live() {
  if (socket) return socket;
  socket = io({ transports: ["websocket", "polling"], reconnectionDelayMax: 5000 });
  socket.on("disconnect", (reason) => {
    // The server ended it (a session or a membership changed): it decides again whether we may.
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), 1000);
  });
  return socket;
}

/** Sends an event; resolves to its acknowledgement, rejects when none came in time. */
export function ask(event, body, wait = 8000) {
  return live().timeout(wait).emitWithAck(event, body);
}
