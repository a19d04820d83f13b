// The number beside the bell follows what happens; the server says it again after each cut.
import { live } from "../lib/live.js";

export function start(bell) {
  const count = bell.querySelector("[data-count]");
  const show = ({ unread }) => {
    count.firstChild.textContent = unread < 100 ? unread : "99+";
    count.hidden = unread === 0;
  };
  live().on("notification", show);
  live().on("notifications:read", show);
}
