// Minutes to pixels, and the marks of the time axis.
const ZOOM = { day: 30, week: 9, month: 3 };
let zoom = "week";
const perDay = () => ZOOM[zoom];
const px = (minute) => (minute / DAY) * perDay();

// Marks of both lines of the axis that lie between two days: [day, width in days, text].
function months(from, to) {
  const found = [];
  const first = at(from * DAY);
  let day = Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), 1);
  while ((day - BASE) / 86400000 < to) {
    const d = new Date(day);
    const next = Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1);
    found.push([(day - BASE) / 86400000, (next - day) / 86400000, `${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`]);
    day = next;
  }
  return found;
}
function quarters(from, to) {
  const first = at(from * DAY);
  let day = Date.UTC(first.getUTCFullYear(), 3 * Math.floor(first.getUTCMonth() / 3), 1);
  const found = [];
  while ((day - BASE) / 86400000 < to) {
    const d = new Date(day);
    const next = Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 3, 1);
    found.push([(day - BASE) / 86400000, (next - day) / 86400000, `Q${d.getUTCMonth() / 3 + 1} ${d.getUTCFullYear()}`]);
    day = next;
  }
  return found;
}
function upperTicks(from, to) {
  return zoom === "month" ? quarters(from, to) : months(from, to);
}
function lowerTicks(from, to) {
  if (zoom === "month") return months(from, to).map(([day, width, text]) => [day, width, text.slice(0, 3)]);
  const step = zoom === "day" ? 1 : 7;
  const found = [];
  for (let day = from - (((from % step) + step) % step); day < to; day += step) {
    const d = at(day * DAY);
    found.push([day, step, zoom === "day" ? `${DAYS[d.getUTCDay()][0]} ${d.getUTCDate()}` : String(d.getUTCDate())]);
  }
  return found;
}
