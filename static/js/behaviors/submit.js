// Ctrl+Enter sends; a second click does nothing; without the network the form stays as it is.

const GIVEN_UP = 15_000; // the sending was stopped, or nothing answers

export function start(form) {
  const banner = document.querySelector("[data-offline]");
  const button = form.querySelector("[data-submit]");

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) button.click();
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      banner.hidden = false;
      return;
    }
    if (button.getAttribute("aria-disabled")) event.preventDefault();
    button.setAttribute("aria-disabled", "true");
    setTimeout(() => button.removeAttribute("aria-disabled"), GIVEN_UP);
  });
  // Coming back with the browser's arrow finds the button alive again.
  window.addEventListener("pageshow", () => button.removeAttribute("aria-disabled"));
}
