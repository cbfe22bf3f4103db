// The map that moves, in place of the drawn one: at once where there is room, else when somebody asks for it.
const PIN = 35; // px between the middles of two pins
const LETTER = 9; // px: what a letter of a name takes
const FARTHEST = 20000; // metres from home: a pin further out does not shrink the map
const FILLS = ["#f1e6d3", "#e4ebdd", "#f6eedf"];

/** Load Leaflet's script and style once. */
async function leaflet(box) {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = box.dataset.style;
  const ready = new Promise((resolve) => { style.onload = style.onerror = resolve; });
  document.head.append(style);
  await Promise.all([import("./leaflet.dc71f8a688.js"), ready]);
  return globalThis.L;
}

const fetched = async (address) => (await fetch(address, { headers: { Accept: "application/geo+json" } })).json();

/** One numbered pin that leads to its card, and lights up with it. */
function pin(L, map, feature, number, label) {
  const [lon, lat] = feature.geometry.coordinates;
  const { slug, name } = feature.properties;
  const icon = L.divIcon({ className: "pin", html: String(number), iconSize: [32, 32] });
  const marker = L.marker([lat, lon], { icon, title: `${number}. ${name}`, alt: `${number}. ${name}` }).addTo(map);
  const element = marker.getElement();
  const card = document.getElementById(`s-${slug}`);
  element.setAttribute("role", "link");
  element.setAttribute("aria-label", `${label} ${number}: ${name}`);
  marker.on("click keypress", (event) => {
    if (event.type === "keypress" && !["Enter", " "].includes(event.originalEvent.key)) return;
    location.hash = `s-${slug}`;
    card?.querySelector("h3 a")?.focus();
  });
  const light = (on) => element.classList.toggle("is-on", on);
  card?.addEventListener("pointerenter", () => light(true));
  card?.addEventListener("pointerleave", () => light(false));
  card?.addEventListener("focusin", () => light(true));
  card?.addEventListener("focusout", () => light(false));
  return marker;
}

/** Push pins that would overlap apart, as they stand at this zoom, so that each can be pressed. */
function apart(L, map, pins) {
  const at = pins.map(({ home }) => map.latLngToLayerPoint(home));
  for (let round = 0; round < 40; round += 1) {
    let moved = false;
    for (let a = 0; a < at.length; a += 1) {
      for (let b = a + 1; b < at.length; b += 1) {
        const way = at[b].subtract(at[a]);
        const gap = Math.hypot(way.x, way.y);
        if (gap >= PIN) continue;
        const step = gap ? way.multiplyBy((PIN - gap) / 2 / gap) : L.point(0, PIN / 2);
        at[a] = at[a].subtract(step);
        at[b] = at[b].add(step);
        moved = true;
      }
    }
    if (!moved) break;
  }
  pins.forEach(({ marker }, index) => marker.setLatLng(map.layerPointToLatLng(at[index])));
}

/** The neighbourhoods under the pins; a name is shown while its area is wide enough for it. */
function ground(L, map, areas, faint) {
  map.createPane("names").style.zIndex = 450; // under the pins
  let next = 0;
  const style = () => ({ color: "#fff", weight: 2.5, fillColor: FILLS[next++ % 3], fillOpacity: faint ? 0.15 : 1 });
  const layer = L.geoJSON(areas, { interactive: false, style }).addTo(map);
  const name = () => layer.eachLayer((area) => {
    const { name: said } = area.feature.properties;
    const [west, east] = [area.getBounds().getSouthWest(), area.getBounds().getNorthEast()].map((at) => map.latLngToLayerPoint(at));
    const room = east.x - west.x > said.length * LETTER && west.y - east.y > 3 * LETTER;
    if (room && !area.getTooltip()) area.bindTooltip(said, { permanent: true, direction: "center", className: "mapname", pane: "names" });
    if (!room && area.getTooltip()) area.unbindTooltip();
  });
  map.on("zoomend", name);
  name();
}

async function open(root, box, button) {
  const [L, found, areas] = await Promise.all([leaflet(box), fetched(box.dataset.found), fetched(box.dataset.areas)]);
  const pinned = found.features.map((feature, at) => [feature, at + Number(box.dataset.first)]).filter(([feature]) => feature.geometry);
  const host = document.createElement("div");
  host.className = "moving";
  const drawn = box.firstElementChild;
  box.prepend(host);
  drawn.setAttribute("hidden", "");
  const map = L.map(host, { scrollWheelZoom: false, zoomSnap: 0.25, attributionControl: Boolean(box.dataset.tiles) });
  const points = pinned.map(([{ geometry }]) => [geometry.coordinates[1], geometry.coordinates[0]]);
  const home = box.dataset.home ? box.dataset.home.split(",").map(Number) : null;
  const near = home ? points.filter((point) => map.distance(point, home) < FARTHEST).concat([home]) : points;
  map.fitBounds(L.latLngBounds(near).pad(0.12), { maxZoom: 15, paddingTopLeft: [56, 0] }); // clear of the buttons
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution }).addTo(map);
  ground(L, map, areas, Boolean(box.dataset.tiles));
  if (home) L.circleMarker(home, { radius: 8, color: "#0b5b5e", fillColor: "#0b5b5e", fillOpacity: 0.9, interactive: false }).addTo(map)
    .bindTooltip(box.dataset.here, { permanent: true, direction: "right", offset: [6, 0], pane: "names", className: "mapname mapname--you" });
  const pins = pinned.map(([feature, number]) => {
    const marker = pin(L, map, feature, number, box.dataset.label);
    return { marker, home: marker.getLatLng() };
  });
  map.on("zoomend", () => apart(L, map, pins));
  apart(L, map, pins);
  button.hidden = true;
  root.querySelector(".mapkey__far")?.setAttribute("hidden", "");
}

export function start(root) {
  const box = root.querySelector(".mapbox");
  const button = root.querySelector("button");
  const failed = () => { button.hidden = true; };
  button.hidden = false;
  button.addEventListener("click", () => open(root, box, button).catch(failed), { once: true });
  const roomy = matchMedia("(min-width: 64em)").matches && !navigator.connection?.saveData;
  if (roomy) (window.requestIdleCallback ?? setTimeout)(() => button.click());
}
