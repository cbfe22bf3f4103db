// Switches on what a page asks for: every element with data-module gets the module of that name.
const modules = {
  filters: () => import("./filters.4e44ce1bc9.js"),
  here: () => import("./here.b66039426c.js"),
  map: () => import("./map.0624b7c088.js"),
  print: () => import("./print.1c8cd1abb3.js"),
};

for (const element of document.querySelectorAll("[data-module]")) {
  modules[element.dataset.module]?.().then(({ start }) => start(element));
}
