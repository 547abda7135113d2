// What is told of an item: beside the pointer, and in the panel when it is chosen.
function pairs(item) {
  const found = [];
  const add = (name, value) => { if (value) found.push([name, value]); };
  add("Project", projectName(item));
  add("Epic", item.group);
  add("State", (item.out || STATES[item.state]) + (item.critical ? ", critical: no slack" : "") + (item.frozen ? ", frozen: may not move" : ""));
  if (item.dated) {
    if (item.milestone) add("Date", endText(item));
    else {
      add("Start", `${dayText(item.start)} ${clock(item.start)}`);
      add("Finish", endText(item));
    }
  }
  add("Due", item.dueText);
  if (item.lateBy > 0) add("Late", `▲ ${item.lateText}`);
  add("Fixed to", item.fixedText);
  add("Deadline", item.deadlineText);
  if (item.past > 0) add("Past it by", amount(item.past));
  if (item.slack > 0) add("Slack", amount(item.slack));
  if (moved(item)) add("Baseline", [...new Set(item.wasDays)].map((day) => dayText(day * DAY)).join(" to "));
  add("Effort", item.together);
  item.people.forEach(([person, start, finish, share, hours]) => {
    add(data.people[person].name, `${+hours.toFixed(1)} h of effort${share < 1 ? `, ${Math.round(share * 100)} % of the time` : ""}, `
      + `${shortDay(start)} to ${shortDay(lastMinute(start, finish))}`);
  });
  item.waits.forEach((wait) => add("Waits for", cut(wait, 300)));
  add("Blocked", cut(item.blocked, 300));
  add("At risk", item.risks.map((risk) => RISKS[risk]).join(", "));
  add("Labels", item.labels.join(", "));
  return found;
}
function list(found) {
  const made = el("dl");
  found.forEach(([name, value]) => {
    const term = el("dt"), told = el("dd");
    term.append(isolated(cut(name, 60)));
    told.append(isolated(cut(value, 400)));
    made.append(term, told);
  });
  return made;
}
function goTo(item) {
  if (!placeOf.has(item.index)) {
    $("reset").click();
    folded.clear();
    refresh();
  }
  if (placeOf.has(item.index)) activate(placeOf.get(item.index), true);
  choose(item, true);
}
function goButtons(panel, title, links) {
  if (!links.length) return;
  panel.append(el("h3", "", title));
  links.forEach(([item, note]) => {
    const button = el("button", "go quiet");
    button.type = "button";
    button.append(isolated(cut(titled(item), 120)), note ? ` (${note})` : "");
    button.addEventListener("click", () => goTo(item));
    panel.append(button);
  });
}
function linkNote(type, lag) {
  return [type === "FS" ? "" : type, lag].filter(Boolean).join(" ");
}
function choose(item, focus) {
  chosen = item;
  const panel = $("details");
  panel.hidden = item === null;
  panel.replaceChildren();
  if (item !== null) {
    const close = el("button", "close quiet", "✕");
    close.type = "button";
    close.setAttribute("aria-label", "Close the details");
    close.addEventListener("click", () => { choose(null); gantt.focus(); });
    const title = el("h3");
    title.append(isolated(item.title ? cut(item.title, 2000) : item.id));
    panel.append(close, title, el("div", "soft", `${item.id}, ${item.type}`), list(pairs(item)));
    goButtons(panel, "Comes after", item.after.map(([b, type, lag]) => [items[b], linkNote(type, lag)]));
    goButtons(panel, "Before", item.then.map((n) => [items[n], ""]));
    if (focus) close.focus({ preventScroll: true });
  }
  draw();
}
function startDetails() {
  const tip = $("tip");
  $("details").addEventListener("keydown", (event) => {
    if (event.key === "Escape") { choose(null); gantt.focus(); }
  });
  gantt.addEventListener("pointermove", (event) => {
    const node = event.target.closest(".row");
    const row = node && node.dataset.place !== undefined ? rows[+node.dataset.place] : null;
    if (!row || row.group || event.pointerType === "touch") { tip.hidden = true; return; }
    if (tip.hidden || tip.dataset.key !== row.key) {
      tip.dataset.key = row.key;
      const title = el("b");
      title.append(isolated(cut(titled(row.item), 300)));
      tip.replaceChildren(title, list(pairs(row.item).slice(0, 12)));
      tip.hidden = false;
    }
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.min(event.clientX + 16, innerWidth - box.width - 8)}px`;
    tip.style.top = `${event.clientY + 22 + box.height > innerHeight ? Math.max(4, event.clientY - box.height - 12) : event.clientY + 22}px`;
  });
  gantt.addEventListener("pointerleave", () => { tip.hidden = true; });
  gantt.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
}
