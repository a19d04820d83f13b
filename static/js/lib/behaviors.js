// Starts the behaviors named by [data-behavior] in a part of the page, once each.

export async function start(root) {
  const found = [...root.querySelectorAll("[data-behavior]")];
  if (root.matches?.("[data-behavior]")) found.unshift(root);
  for (const element of found) {
    const names = element.dataset.behavior.split(" ");
    delete element.dataset.behavior;
    for (const name of names) {
      const behavior = await import(`../behaviors/${name}.js`);
      behavior.start(element);
    }
  }
}
