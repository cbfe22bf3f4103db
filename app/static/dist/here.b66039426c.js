// "Use my location": asks the browser, rounds to about a hundred metres, and posts it once. Nothing is kept.
export function start(form) {
  if (!("geolocation" in navigator)) return;
  const button = form.querySelector("button");
  const said = form.querySelector("[role=status]");
  const say = (name) => { said.textContent = form.dataset[name] ?? ""; };
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    say("looking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(3);
        form.elements.lon.value = coords.longitude.toFixed(3);
        form.elements.q.value = document.querySelector("input[name=q]")?.value ?? "";
        form.elements.search.value = location.search;
        form.submit();
      },
      () => {
        button.disabled = false;
        say("failed");
      },
      { maximumAge: 600000, timeout: 10000 },
    );
  });
}
