// Finds [data-behavior="name …"] and starts behaviors/name.js on each. A page works without any of this.

async function start(root) {
  const found = [...root.querySelectorAll("[data-behavior]")];
  if (root.matches?.("[data-behavior]")) found.unshift(root);
  for (const element of found) {
    for (const name of element.dataset.behavior.split(" ")) {
      const behavior = await import(`./behaviors/${name}.js`);
      behavior.start(element);
    }
    delete element.dataset.behavior;
  }
}

await start(document);
document.documentElement.dataset.ready = "";

if (document.querySelector("[hx-get], [hx-post]")) {
  await import("../vendor/htmx.js");
}

export { start };
