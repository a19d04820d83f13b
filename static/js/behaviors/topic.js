// New replies appear to those who are reading, in the order they were written.
import { start as startBehaviors } from "../lib/behaviors.js";
import { live } from "../lib/live.js";

export function start(posts) {
  const topic = Number(posts.dataset.topic);
  let last = Number(posts.dataset.last);

  async function show(number) {
    const answer = await fetch(posts.dataset.address + number);
    if (!answer.ok || document.getElementById(`message-${number}`)) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    posts.append(holder.content);
    startBehaviors(posts.lastElementChild);
  }

  const heading = document.querySelector("[data-replies]");

  /** After a cut, asks how far the topic has gone; the page says so itself. */
  async function catchUp() {
    const answer = await fetch(location.pathname);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const newest = Number(page.querySelector("[data-topic]")?.dataset.last ?? 0);
    heading.textContent = page.querySelector("[data-replies]")?.textContent ?? heading.textContent;
    showUpTo(newest);
  }

  let queue = Promise.resolve();
  function showUpTo(newest) {
    // What was missed during a cut comes first.
    for (; last < newest; ) {
      const number = (last += 1);
      queue = queue.then(() => show(number)).catch(() => {});
    }
  }

  live().on("topic:post", ({ topic_id, post }) => {
    if (topic_id !== topic || post.number <= last) return;
    showUpTo(post.number);
    catchUp().catch(() => {});
  });
  let isFirst = true;
  live().on("connect", () => {
    if (!isFirst) catchUp().catch(() => {});
    isFirst = false;
  });
}
