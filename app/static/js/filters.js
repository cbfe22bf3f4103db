// The panel of filters: when somebody opens it, it comes into view right below its button.
export function start(details) {
  details.addEventListener("toggle", () => {
    if (details.open) details.scrollIntoView({ block: "start" });
  });
}
