// On paper: the whole chart in drawings of a page each, with the axis repeated, and all rows of the list.
const SHEET = { width: 1100, left: 250, row: 15, head: 30, rows: 46 };
const PAPER = ["#3a6fb0", "#b0622a", "#2e8062", "#7f5aa8", "#b24a6b", "#2f7d8c", "#85741d", "#626c7c"];
const INK = "#1c2430", SOFT = "#566072", FAINT = "#d5dae2", BAD = "#b3261e";

function printRange() {
  const dated = rows.filter((row) => row.item);
  if (!dated.length) return [0, data.days];
  const first = dated.reduce((a, row) => Math.min(a, row.start), Infinity);
  const last = dated.reduce((a, row) => Math.max(a, row.finish), -Infinity);
  return [Math.floor(first / DAY) - 2, Math.ceil(last / DAY) + 2];
}
function paperSheet(first, last, [from, to]) {
  const { width, left, row: height, head } = SHEET;
  const room = width - left - 110;
  const x = (minute) => left + ((minute / DAY - from) / (to - from)) * room;
  const total = head + (last - first) * height + 4;
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${total}`, role: "presentation" });
  drawing.append(svg("title", {}, "Gantt chart"));
  months(from, to).forEach(([day, , text], index) => {
    const start = Math.max(x(day * DAY), left);
    drawing.append(svg("line", { x1: start, x2: start, y1: 4, y2: total, stroke: FAINT }));
    if (x((day + 31) * DAY) - start > (index ? 30 : 70) && ((to - from) < 500 || index % 3 === 0)) drawing.append(svg("text", { x: start + 4, y: 18, fill: SOFT }, text));
  });
  if (data.hasNow) drawing.append(svg("line", { x1: x(data.now), x2: x(data.now), y1: 4, y2: total, stroke: BAD, "stroke-dasharray": "4 3" }));
  paperLinks(drawing, first, last, x);
  for (let place = first; place < last; place++) paperRow(drawing, rows[place], head + (place - first) * height, x);
  return drawing;
}
function paperLinks(drawing, first, last, x) {
  if (!$("show-links").checked) return;
  const inside = (item) => placeOf.get(item.index) >= first && placeOf.get(item.index) < last;
  const centre = (place) => SHEET.head + (place - first) * SHEET.row + SHEET.row / 2;
  linksBetween(first, last).filter(([from, to]) => inside(from) && inside(to)).forEach(([from, to, type]) => {
    const strong = from.critical && to.critical;
    drawing.append(svg("path", { d: linkPath(from, to, type, centre, x, SHEET.row), fill: "none", stroke: strong ? INK : SOFT, "stroke-width": strong ? 1.3 : 0.7 }));
  });
}
function paperRow(drawing, row, y, x) {
  const middle = y + SHEET.row / 2 + 3.5;
  if (row.group) {
    drawing.append(svg("rect", { x: 0, y, width: SHEET.width, height: SHEET.row, fill: "#eef1f5" }));
    drawing.append(svg("text", { x: 2, y: middle, "font-weight": 600 }, cut(row.group.label, 40)));
    drawing.append(svg("rect", { x: x(row.group.start), y: y + 5, width: Math.max(2, x(row.group.finish) - x(row.group.start)), height: 4, fill: SOFT }));
    return;
  }
  const item = row.item;
  drawing.append(svg("text", { x: 10, y: middle }, cut(titled(item), 42)));
  paperBar(drawing, row, y, x);
  const late = item.lateBy > 0 ? `▲ ${item.lateText} late ` : "";
  const end = Math.max(x(row.finish), item.slackEnd && !item.milestone ? x(item.slackEnd) : 0);
  const named = item.milestone ? shortDay(lastDay(item)) : row.person === null ? peopleOf(item).join(", ") : projectName(item);
  drawing.append(svg("text", { x: end + (item.milestone ? 9 : 4), y: middle, "font-size": 9 }, late + cut([signs(item), named].filter(Boolean).join(" "), 34)));
}
function paperBar(drawing, row, y, x) {
  const item = row.item, colour = PAPER[item.project < 0 ? 7 : item.project % 8];
  if (item.milestone) {
    drawing.append(svg("path", { d: `M${x(row.finish)} ${y + 2}l5.5 5.5l-5.5 5.5l-5.5 -5.5z`, fill: item.lateBy > 0 ? BAD : INK }));
    return;
  }
  const width = Math.max(2, x(row.finish) - x(row.start));
  if (item.slackEnd) drawing.append(svg("line", { x1: x(row.finish), x2: x(item.slackEnd), y1: y + 7.5, y2: y + 7.5, stroke: SOFT }));
  if (moved(item)) drawing.append(svg("rect", { x: x(item.was[0]), y: y + 12, width: Math.max(2, x(item.was[1]) - x(item.was[0])), height: 2, fill: "none", stroke: SOFT, "stroke-width": 0.6, "stroke-dasharray": "2 1" }));
  const hollow = item.state === "done" || item.state === "failed" || item.state === "in_progress" || item.guessed;
  drawing.append(svg("rect", {
    x: x(row.start), y: y + 3, width, height: 9, rx: 2, fill: colour, "fill-opacity": hollow ? 0.35 : 1,
    stroke: item.critical ? INK : colour, "stroke-width": item.critical ? 1.6 : hollow ? 1 : 0, "stroke-dasharray": item.guessed ? "3 2" : "none",
  }));
  if (item.frozen) [x(row.start) - 2, x(row.start) + width].forEach((end) => drawing.append(svg("rect", { x: end, y: y + 1.5, width: 2, height: 12, fill: INK })));
  if (item.state === "in_progress") drawing.append(svg("rect", { x: x(row.start), y: y + 3, width: width * progressOf(row), height: 9, fill: colour }));
}
function toPaper() {
  const range = printRange(), paper = $("paper");
  paper.replaceChildren();
  // The first sheet has the heading and the legend above it.
  for (let first = 0, next; first < rows.length; first = next) {
    next = Math.min(rows.length, first + SHEET.rows - (first ? 0 : 6));
    const sheet = el("div", "sheet");
    sheet.append(paperSheet(first, next, range));
    paper.append(sheet);
  }
  addRows(Infinity);
  document.querySelectorAll("details.board").forEach((board) => { board.dataset.was = String(board.open); board.open = true; });
}
function fromPaper() {
  $("paper").replaceChildren();
  document.querySelectorAll("details.board").forEach((board) => { board.open = board.dataset.was === "true"; });
  fillTable();
}
function startPrint() {
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", fromPaper);
  $("print").addEventListener("click", () => print());
}
