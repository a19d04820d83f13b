// A password field gets a button that shows what is typed.

export function start(input) {
  const french = document.documentElement.lang === "fr";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.setAttribute("aria-controls", input.id);
  const label = () => {
    const hidden = input.type === "password";
    button.textContent = french ? (hidden ? "Afficher" : "Masquer") : hidden ? "Show" : "Hide";
  };
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    label();
  });
  label();
  const line = document.createElement("div");
  line.className = "input-line";
  input.replaceWith(line);
  line.append(input, button);
}
