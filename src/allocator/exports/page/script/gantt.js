// The chart: only the rows and days in sight are in the document.
const ROW = 26, HEAD = 44, SPARE = 8;
let active = null;
let chosen = null;
let parts = null;
let queued = false;
let sight = [0, 0];  // first and last day that are drawn
const gantt = $("gantt");
const leftWidth = () => parseInt(getComputedStyle(document.documentElement).getPropertyValue("--left"), 10);

function startGantt() {
  const space = el("div", "space");
  const head = el("div", "head");
  head.setAttribute("role", "presentation");
  const ticks = el("div", "ticks"), corner = el("div", "corner", "Work item");
  ticks.setAttribute("aria-hidden", "true");
  corner.setAttribute("aria-hidden", "true");
  head.append(ticks, corner);
  const bands = el("div", "bands"), body = el("div", "body"), links = svg("svg", { class: "links", "aria-hidden": "true" });
  body.setAttribute("role", "presentation");
  space.setAttribute("role", "presentation");
  bands.setAttribute("aria-hidden", "true");
  space.append(head, bands, links, body);
  gantt.append(space);
  parts = { space, head, ticks, bands, body, links };
  gantt.addEventListener("scroll", queue, { passive: true });
  new ResizeObserver(queue).observe(gantt);
  gantt.addEventListener("keydown", onKey);
  gantt.addEventListener("click", onClick);
  listeners.push(refresh);
  $("group").addEventListener("change", refresh);
  $("show-links").addEventListener("change", queue);
  if ($("show-was")) $("show-was").addEventListener("change", queue);
  document.getElementsByName("zoom").forEach((radio) => radio.addEventListener("change", () => setZoom(radio.value)));
  $("fold").addEventListener("click", foldAll);
  $("to-start").addEventListener("click", toStart);
}
function refresh() {
  makeRows();
  if (active !== null && !rows.some((row) => row.key === active)) active = null;
  gantt.setAttribute("aria-rowcount", String(rows.length));
  $("fold").textContent = folded.size ? "Unfold all" : "Fold all";
  reveal();
  draw();
}
// Where no bar is left in the days in sight, go to the first one.
function reveal() {
  const dated = rows.filter((row) => row.item);
  const from = gantt.scrollLeft, to = from + gantt.clientWidth - leftWidth();
  if (!dated.length || dated.some((row) => px(row.finish) >= from && px(row.start) <= to)) return;
  gantt.scrollLeft = Math.max(0, px(dated.reduce((a, row) => Math.min(a, row.start), Infinity)) - 3 * perDay());
}
function queue() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => { queued = false; draw(); });
}
function draw() {
  const left = leftWidth();
  const width = Math.max(left + px(data.days * DAY) + 260, gantt.clientWidth);
  const height = HEAD + rows.length * ROW + 4;
  parts.space.style.width = `${width}px`;
  parts.space.style.height = `${Math.max(height, gantt.clientHeight - 20)}px`;
  // What was drawn before keeps the old height until it is replaced.
  const lowest = Math.max(0, height - gantt.clientHeight + 20);
  if (gantt.scrollTop > lowest) gantt.scrollTop = lowest;
  const from = Math.max(0, Math.floor((gantt.scrollLeft - left) / perDay()) - 2);
  const to = Math.ceil((gantt.scrollLeft + gantt.clientWidth) / perDay()) + 2;
  sight = [from, to];
  const first = Math.max(0, Math.floor(gantt.scrollTop / ROW) - SPARE);
  const last = Math.min(rows.length, Math.ceil((gantt.scrollTop + gantt.clientHeight) / ROW) + SPARE);
  parts.head.style.width = `${width}px`;
  drawTicks(left, from, to);
  drawBands(left, from, to, height);
  drawRows(left, width, first, last);
  drawLinks(left, first, last);
}
function tick(left, [day, width, text], className) {
  const made = put(el("div", className, text), left + px(day * DAY), px(width * DAY));
  return made;
}
function drawTicks(left, from, to) {
  const upper = upperTicks(from, to).map((t) => tick(left, t, "tick"));
  const lower = lowerTicks(from, to).map((t) => tick(left, t, "tick low"));
  const sprints = zoom === "day" ? [] : data.sprints.filter((s) => s.end >= from && s.start <= to)
    .map((s) => tick(left, [s.start, s.end - s.start + 1, s.name], "tick sprint"));
  parts.ticks.replaceChildren(...upper, ...(sprints.length ? sprints : lower));
}
function drawBands(left, from, to, height) {
  const made = [];
  if (zoom !== "month") {
    data.off.forEach(([a, b]) => {
      if (b >= from && a <= to) made.push(put(el("div", "band"), left + px(a * DAY), px((b - a + 1) * DAY)));
    });
  }
  data.sprints.forEach((s) => {
    if (s.start >= from && s.start <= to) made.push(put(el("div", "band sprint"), left + px(s.start * DAY)));
  });
  if (data.hasNow) made.push(put(el("div", "band now"), left + px(data.now)));
  parts.bands.style.height = `${height}px`;
  parts.bands.replaceChildren(...made);
}
function drawRows(left, width, first, last) {
  const withWas = $("show-was") ? $("show-was").checked : false;
  const made = [];
  for (let place = first; place < last; place++) made.push(rowNode(place, left, width, withWas));
  if (!rows.length) made.push(emptyNode());
  parts.body.replaceChildren(...made);
  const here = active === null ? null : document.getElementById(`row-${active}`);
  if (here) gantt.setAttribute("aria-activedescendant", here.id);
  else gantt.removeAttribute("aria-activedescendant");
}
function emptyNode() {
  const row = el("div", "row"), cell = el("div", "nothing", "Nothing fits the filter.");
  row.setAttribute("role", "row");
  cell.setAttribute("role", "gridcell");
  row.style.top = `${HEAD}px`;
  row.append(cell);
  return row;
}
function rowNode(place, left, width, withWas) {
  const row = rows[place];
  const node = el("div", row.group ? "row group" : "row");
  node.id = `row-${row.key}`;
  node.dataset.place = String(place);
  node.style.top = `${HEAD + place * ROW}px`;
  node.style.width = `${width}px`;
  node.setAttribute("role", "row");
  node.setAttribute("aria-rowindex", String(place + 1));
  node.setAttribute("aria-level", row.group ? "1" : "2");
  if (row.group) node.setAttribute("aria-expanded", String(row.group.open));
  if (row.key === active) { node.classList.add("active"); node.setAttribute("aria-selected", "true"); }
  const name = el("div", "name"), cell = el("div", "cell");
  name.setAttribute("role", "rowheader");
  cell.setAttribute("role", "gridcell");
  if (row.group) {
    name.append(`${row.group.open ? "▾" : "▸"} `, isolated(cut(row.group.label, 120)), ` (${row.group.members.length})`);
    cell.setAttribute("aria-label", row.group.days.map(dayText).join(" to "));
  } else {
    const id = el("span", "id", cut(row.item.id, 30));
    name.append(id, " ", isolated(cut(row.item.title, 160)));
    cell.setAttribute("aria-label", spoken(row.item));
  }
  const inner = put(el("div", "inner"), left);
  if (row.group) groupCell(row, inner); else itemCell(row, inner, withWas);
  cell.append(inner);
  node.append(cell, name);
  return node;
}
function drawLinks(left, first, last) {
  const shownLinks = $("show-links").checked ? linksBetween(first, last) : [];
  const top = gantt.scrollTop, side = gantt.scrollLeft;
  const box = parts.links;
  box.setAttribute("width", String(gantt.clientWidth));
  box.setAttribute("height", String(gantt.clientHeight));
  box.setAttribute("viewBox", `${side} ${top} ${gantt.clientWidth} ${gantt.clientHeight}`);
  box.style.transform = `translate(${side}px, ${top}px)`;
  const centre = (place) => HEAD + place * ROW + 12.5;
  const x = (minute) => left + px(minute);
  box.replaceChildren(...shownLinks.map(([from, to, type]) => {
    const kind = chosen && (chosen === from || chosen === to) ? "chosen" : from.critical && to.critical ? "critical" : "";
    return svg("path", { class: kind, d: linkPath(from, to, type, centre, x, ROW) });
  }));
}
// Short plans open by days, long ones by months.
function chooseZoom() {
  const dated = items.filter((item) => item.dated);
  const days = dated.reduce((a, i) => Math.max(a, i.finish), 0) - dated.reduce((a, i) => Math.min(a, i.start), Infinity);
  const level = days <= 14 * DAY ? "day" : days > 300 * DAY ? "month" : "week";
  document.querySelector(`input[name="zoom"][value="${level}"]`).checked = true;
  zoom = level;
}
function setZoom(level) {
  const middle = (gantt.scrollLeft + (gantt.clientWidth - leftWidth()) / 2) / perDay();
  zoom = level;
  draw();
  gantt.scrollLeft = middle * perDay() - (gantt.clientWidth - leftWidth()) / 2;
  draw();
}
function foldAll() {
  if (folded.size) folded.clear();
  else rows.filter((row) => row.group).forEach((row) => folded.add(row.key));
  refresh();
}
function fold(row, open) {
  if (open) folded.delete(row.key); else folded.add(row.key);
  refresh();
}
function toStart() {
  const dated = rows.filter((row) => row.item).map((row) => row.start);
  const first = dated.length ? dated.reduce((a, b) => Math.min(a, b)) : data.now;
  gantt.scrollLeft = Math.max(0, px(first) - 3 * perDay());
  gantt.scrollTop = 0;
  draw();
}
function activate(place, centreBar) {
  active = rows[place].key;
  const top = place * ROW, seen = gantt.clientHeight - HEAD - 8;
  if (top < gantt.scrollTop) gantt.scrollTop = top;
  else if (top + ROW > gantt.scrollTop + seen) gantt.scrollTop = top + ROW - seen;
  if (centreBar && rows[place].item) {
    const bar = px(rows[place].start), room = gantt.clientWidth - leftWidth();
    if (bar < gantt.scrollLeft || bar > gantt.scrollLeft + room - 60) gantt.scrollLeft = Math.max(0, bar - room / 3);
  }
  draw();
}
function onKey(event) {
  if (event.target !== gantt || event.altKey || event.ctrlKey || event.metaKey || !rows.length) return;
  const place = rows.findIndex((row) => row.key === active);
  const page = Math.max(1, Math.floor((gantt.clientHeight - HEAD) / ROW) - 1);
  const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length };
  const row = place < 0 ? null : rows[place];
  if (event.key in moves) {
    activate(Math.min(rows.length - 1, Math.max(0, place < 0 ? 0 : place + moves[event.key])), true);
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const right = event.key === "ArrowRight";
    if (row && row.group && row.group.open !== right) fold(row, right);
    else { gantt.scrollLeft += (right ? 1 : -1) * 7 * perDay(); queue(); }
  } else if ((event.key === "Enter" || event.key === " ") && row) {
    if (row.group) fold(row, !row.group.open); else choose(row.item, true);
  } else if (event.key === "Escape") {
    choose(null);
  } else return;
  event.preventDefault();
}
function onClick(event) {
  const node = event.target.closest(".row");
  if (!node || node.dataset.place === undefined) return;
  const row = rows[+node.dataset.place];
  active = row.key;
  if (row.group) fold(row, !row.group.open); else choose(row.item, false);
}
