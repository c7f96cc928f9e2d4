// Charts of a mentor's figures. Only what is drawn here is taken from Chart.js; colours are the tokens of the
// theme in force, taken anew when it changes. The numbers stand in a table beside each chart.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement, Tooltip);

const drawn = [];

// A canvas knows no light-dark(): an element says what a token comes to.
function colours() {
  const probe = document.body.appendChild(document.createElement("i"));
  const of = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const found = { line: of("--primary"), now: of("--marigold"), text: of("--muted"), grid: of("--line") };
  probe.remove();
  return found;
}

function draw(place) {
  const { labels, values } = JSON.parse(place.querySelector("script").textContent);
  const { line, now, text, grid } = colours();
  const fill = values.map((_, at) => (at === values.length - 1 ? now : line));
  const scale = { ticks: { color: text, maxRotation: 0, autoSkipPadding: 16, precision: 0 }, grid: { color: grid } };
  const dataset = { data: values, borderColor: line, backgroundColor: fill, pointBackgroundColor: fill };
  drawn.push(
    new Chart(place.querySelector("canvas"), {
      type: place.dataset.chart,
      data: { labels, datasets: [{ ...dataset, borderWidth: place.dataset.chart === "line" ? 2 : 0, pointRadius: 2 }] },
      options: {
        animation: false,
        maintainAspectRatio: false,
        scales: { x: { ...scale, grid: { display: false } }, y: { ...scale, beginAtZero: true } },
      },
    }),
  );
}

function drawAll() {
  for (const chart of drawn.splice(0)) chart.destroy();
  for (const place of document.querySelectorAll("[data-chart]")) draw(place);
}

drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-theme"] });
