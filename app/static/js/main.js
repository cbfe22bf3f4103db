// Switches on what a page asks for: every element with data-module gets the module of that name.
const modules = {
  filters: () => import("./filters.js"),
  here: () => import("./here.js"),
  map: () => import("./map.js"),
  print: () => import("./print.js"),
};

for (const element of document.querySelectorAll("[data-module]")) {
  modules[element.dataset.module]?.().then(({ start }) => start(element));
}
