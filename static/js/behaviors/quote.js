// Quotes a post in the reply that is being written: the passage that is selected in it, or its beginning.

export function start(link) {
  const field = document.querySelector("#repondre [data-rich]") ?? document.querySelector("#repondre .field");
  if (!field) return;

  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = new URL(link.dataset.quote, location.href);
    const passage = selectedIn(link.closest("article"));
    if (passage) address.searchParams.set("passage", passage);
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(answer.statusText);
      put(await answer.json());
    } catch {
      location.assign(link.href); // the page makes the quote itself
    }
  });

  function put(quote) {
    const request = new CustomEvent("quote", { detail: quote, cancelable: true });
    if (field.dispatchEvent(request)) putPlain(quote.plain); // no editor took it
    field.scrollIntoView({ block: "center" });
  }

  function putPlain(words) {
    const area = field.querySelector("textarea");
    area.value = `${area.value ? `${area.value.trimEnd()}\n\n` : ""}${words.trim()}\n\n`;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function selectedIn(article) {
  const selection = getSelection();
  const prose = article?.querySelector(".prose");
  const isInside = selection.rangeCount && prose?.contains(selection.getRangeAt(0).commonAncestorContainer);
  return isInside ? selection.toString().trim().slice(0, 1500) : "";
}
