// The list of items; further rows are made as they come into sight.
const CHUNK = 150;
const COLUMNS = [
  ["Id", (i) => i.id, (i) => i.index],
  ["Title", (i) => i.title],
  ["Project", projectName],
  ["State", (i) => (i.out || STATES[i.state]) + (i.frozen ? " ❄ frozen" : "")],
  ["Start", (i) => (i.dated ? dayText(firstDay(i)) : ""), (i) => (i.dated ? i.start : Infinity)],
  ["Finish", (i) => (i.dated ? dayText(lastDay(i)) : ""), (i) => (i.dated ? i.finish : Infinity)],
  ["People", (i) => peopleOf(i).join(", ")],
  ["Due", (i) => i.dueText, (i) => (i.due === null ? Infinity : i.due)],
  ["Late", (i) => (i.lateBy > 0 ? `▲ ${i.lateText}` : ""), (i) => -i.lateBy],
  ["Slack", (i) => (i.slack === null ? "" : i.critical ? "◆ none" : amount(i.slack)), (i) => (i.slack === null ? Infinity : i.slack)],
];
let sortBy = 0, downwards = false, listed = [], made = 0;

function startTable() {
  const head = $("items-table").tHead.rows[0];
  COLUMNS.forEach(([name], index) => {
    const cell = el("th");
    const button = el("button", "", name);
    cell.scope = "col";
    button.type = "button";
    button.addEventListener("click", () => { downwards = sortBy === index && !downwards; sortBy = index; fillTable(); });
    cell.append(button);
    head.append(cell);
  });
  listeners.push(fillTable);
  $("items-scroll").addEventListener("scroll", () => {
    const box = $("items-scroll");
    if (box.scrollTop + box.clientHeight > box.scrollHeight - 600) addRows(CHUNK);
  }, { passive: true });
}
function fillTable() {
  const [, text, value] = COLUMNS[sortBy];
  const key = value || ((item) => text(item).toLowerCase());
  listed = [...shown].sort((a, b) => {
    const x = key(a), y = key(b);
    return (x < y ? -1 : x > y ? 1 : a.index - b.index) * (downwards ? -1 : 1);
  });
  [...$("items-table").tHead.rows[0].cells].forEach((cell, index) => {
    cell.setAttribute("aria-sort", index !== sortBy ? "none" : downwards ? "descending" : "ascending");
    cell.firstChild.textContent = COLUMNS[index][0] + (index !== sortBy ? "" : downwards ? " ↓" : " ↑");
  });
  $("items-table").tBodies[0].replaceChildren();
  made = 0;
  addRows(CHUNK);
}
function addRows(count) {
  const body = $("items-table").tBodies[0];
  listed.slice(made, made + count).forEach((item) => {
    const row = el("tr");
    COLUMNS.forEach(([name, text], index) => {
      const cell = el(index ? "td" : "th");
      if (!index) cell.scope = "row";
      if (name === "Title") cell.className = "title";
      if (name === "Late" && item.lateBy > 0) cell.className = "late";
      cell.append(isolated(cut(text(item), 2000)));
      row.append(cell);
    });
    body.append(row);
  });
  made = Math.min(listed.length, made + count);
}
