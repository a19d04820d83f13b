// Finds [data-behavior="name …"] and starts behaviors/name.js on each. A page works without any of this.
import { start } from "./lib/behaviors.js";

await start(document);
if (document.querySelector("[hx-get], [hx-post]")) {
  await import("../vendor/htmx.js");
}
document.documentElement.dataset.ready = "";
