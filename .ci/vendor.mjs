// Front-end libraries into static/vendor/: run by `make setup`, never committed.
// Sprite of the icons we use, fonts (latin), htmx, socket.io-client and ProseMirror as ES modules.
import { buildSync } from "esbuild";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const ICONS = `arrow-left arrow-right at-sign bell bell-ring book-open-check bookmark calendar-clock
check chevron-down chevron-right circle-alert circle-check circle-help clock download file-text flag
hash heart-handshake house image info key-round lightbulb link list list-checks list-ordered lock log-out mail
megaphone menu message-circle message-square message-square-reply messages-square palette
paperclip pencil pin plus printer quote rotate-ccw search send-horizontal settings shield-check
table-2 trash-2 undo-2 redo-2 user user-plus user-round users wifi-off x bold italic
bell-off bookmark-check chart-bar clipboard-check eye-off external-link file-archive file-check file-pen
file-spreadsheet files folder-input gavel hand-heart history hourglass lock-open merge pin-off refresh-cw
reply scale shield-alert split tag tags triangle-alert`.split(/\s+/);
const ALIASES = { "circle-help": "circle-question-mark" };

const vendor = new URL("../static/vendor/", import.meta.url);
const modules = new URL("../node_modules/", import.meta.url);
mkdirSync(new URL("fonts/", vendor), { recursive: true });

const symbols = ICONS.map((name) => {
  const file = new URL(`lucide-static/icons/${ALIASES[name] ?? name}.svg`, modules);
  const svg = readFileSync(file, "utf8");
  const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${body.replace(/\s+/g, " ").trim()}</symbol>`;
});
writeFileSync(
  new URL("icons.svg", vendor),
  `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
);

const copies = {
  "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2":
    "fonts/source-sans-3.woff2",
  "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-italic.woff2":
    "fonts/source-sans-3-italic.woff2",
  "htmx.org/dist/htmx.esm.min.js": "htmx.js",
  "socket.io-client/dist/socket.io.esm.min.js": "socket.io.js",
};
for (const [from, to] of Object.entries(copies)) {
  cpSync(new URL(from, modules), new URL(to, vendor));
}

buildSync({
  entryPoints: [new URL("prosemirror.js", import.meta.url).pathname],
  outfile: new URL("prosemirror.js", vendor).pathname,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome109", "firefox115", "safari15.4"],
  legalComments: "none",
});
