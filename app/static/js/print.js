// A button that prints the page; hidden where there is no script to press it with.
export function start(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
