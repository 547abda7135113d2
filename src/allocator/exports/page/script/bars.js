// The shapes of one row, on the screen.
function put(node, left, width) {
  node.style.left = `${left}px`;
  if (width !== undefined) node.style.width = `${Math.max(width, 0)}px`;
  return node;
}
function colourOf(item) {
  return `bar-c${item.project < 0 ? 7 : item.project % 8}`;
}
function groupCell(row, cell) {
  cell.append(put(el("div", "bar"), px(row.group.start), px(row.group.finish - row.group.start)));
}
function progressOf(row) {
  const length = row.finish - row.start;
  return length > 0 ? Math.min(1, Math.max(0, (data.now - row.start) / length)) : 0;
}
function itemBar(row) {
  const item = row.item;
  const bar = el("div", `bar ${colourOf(item)}`);
  bar.dataset.id = item.id;
  bar.dataset.start = isoTime(row.start);
  bar.dataset.finish = isoTime(row.finish);
  if (item.state === "done" || item.state === "failed") bar.classList.add("done");
  if (item.state === "in_progress") bar.classList.add("in_progress");
  if (item.critical) bar.classList.add("critical");
  if (item.lateBy > 0) bar.classList.add("late");
  if (item.guessed) bar.classList.add("guessed");
  if (item.frozen) bar.classList.add("frozen");
  if (item.milestone) bar.classList.add("milestone");
  if (item.state === "in_progress") {
    const done = el("i");
    done.style.width = `${100 * progressOf(row)}%`;
    bar.append(done);
  }
  return item.milestone ? put(bar, px(row.finish)) : put(bar, px(row.start), px(row.finish - row.start));
}
function itemText(row) {
  const item = row.item;
  const text = el("div", "text");
  if (item.lateBy > 0) text.append(el("span", "late", `▲ ${item.lateText} late`));
  const sign = signs(item);
  const named = row.person === null ? peopleOf(item).join(", ") : projectName(item);
  const label = [sign, item.milestone ? shortDay(lastDay(item)) : named].filter(Boolean).join(" ");
  text.append(isolated(cut(label, 80)));
  const end = Math.max(px(row.finish), px(item.slackEnd && !item.milestone ? item.slackEnd : row.finish));
  return put(text, Math.max(end, item.lateBy > 0 && item.limit !== null ? px(item.limit) : 0) + (item.milestone ? 12 : 7));
}
function itemCell(row, cell, withWas) {
  const item = row.item;
  if (row.person !== null && zoom !== "month") {
    data.people[row.person].off.forEach(([first, last]) => {
      if (last >= sight[0] && first <= sight[1]) {
        cell.append(put(el("div", "away"), px(first * DAY), px((last - first + 1) * DAY)));
      }
    });
  }
  if (item.slackEnd) cell.append(put(el("div", "slack"), px(item.finish), px(item.slackEnd - item.finish)));
  if (item.lateBy > 0 && item.limit !== null) cell.append(put(el("div", "due"), px(item.limit) - 1));
  if (withWas && moved(item)) cell.append(item.milestone
    ? put(el("div", "was milestone"), px(item.was[1]))
    : put(el("div", "was"), px(item.was[0]), px(item.was[1] - item.was[0])));
  cell.append(itemBar(row), itemText(row));
}
