// Dependencies as lines from the end of one bar that holds back to the end of the other that waits.
const SVG = "http://www.w3.org/2000/svg";
const MOST_LINKS = 600;
function svg(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}
// The line between two points, with its head; it leaves and arrives from the side of the bar.
function route(x1, y1, out, x2, y2, into, rowHeight) {
  const a = x1 + 7 * out, b = x2 - 7 * into;
  const head = `M${x2 - 5 * into} ${y2 - 3.5}L${x2} ${y2}L${x2 - 5 * into} ${y2 + 3.5}`;
  if ((b - a) * out >= 0 && out === into) return `M${x1} ${y1}H${a}V${y2}H${x2}${head}`;
  if (out !== into) {
    const far = out > 0 ? Math.max(a, b) : Math.min(a, b);
    return `M${x1} ${y1}H${far}V${y2}H${x2}${head}`;
  }
  const middle = y2 + (y2 > y1 ? -rowHeight / 2 : rowHeight / 2);
  return `M${x1} ${y1}H${a}V${middle}H${b}V${y2}H${x2}${head}`;
}
// Both ends of a link by its type: which side of which bar.
function ends(item, other, type) {
  const fromStart = type[0] === "S", toStart = type[1] === "S";
  return {
    x1: fromStart ? other.start : other.finish, out: fromStart ? -1 : 1,
    x2: toStart ? item.start : item.finish, into: toStart ? 1 : -1,
  };
}
function linksBetween(first, last) {
  const found = [];
  const seen = new Set();
  const add = (item) => item.after.forEach(([before, type]) => {
    const key = `${before}>${item.index}${type}`;
    if (seen.has(key) || !placeOf.has(before) || !placeOf.has(item.index)) return;
    seen.add(key);
    found.push([items[before], item, type]);
  });
  for (let place = first; place < last; place++) {
    const item = rows[place].item;
    if (!item || placeOf.get(item.index) !== place) continue;
    add(item);
    item.then.forEach((next) => add(items[next]));
    if (found.length > MOST_LINKS) break;
  }
  return found;
}
function linkPath(from, to, type, centre, x, rowHeight) {
  const { x1, out, x2, into } = ends(to, from, type);
  const pad = (item) => (item.milestone ? 6 : 0);
  return route(x(x1) + out * pad(from), centre(placeOf.get(from.index)), out,
    x(x2) - into * pad(to), centre(placeOf.get(to.index)), into, rowHeight);
}
