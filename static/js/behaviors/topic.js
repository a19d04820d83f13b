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

  let queue = Promise.resolve();
  live().on("topic:post", ({ topic_id, post }) => {
    if (topic_id !== topic || post.number <= last) return;
    // What was missed during a cut comes first.
    const numbers = [];
    for (let number = last + 1; number <= post.number; number += 1) numbers.push(number);
    last = post.number;
    for (const number of numbers) queue = queue.then(() => show(number)).catch(() => {});
  });
}
