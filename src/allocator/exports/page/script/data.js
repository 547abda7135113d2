// The data of the plan, and what all parts need: elements, dates, texts.
const data = JSON.parse(document.getElementById("data").textContent);
const DAY = 1440;
const $ = (id) => document.getElementById(id);

// Text of a plan only ever becomes text: there is no markup built from it.
function el(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
function isolated(text, className) {
  const made = el("bdi", className, text);
  return made;
}
function cut(text, most) {
  return text.length > most ? text.slice(0, most - 1) + "…" : text;
}

const BASE = Date.parse(data.base + "T00:00:00Z");
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const at = (minute) => new Date(BASE + minute * 60000);
function dayText(minute) {
  const d = at(minute);
  return `${DAYS[d.getUTCDay()]} ${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
}
function shortDay(minute) {
  const d = at(minute);
  return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]}`;
}
function clock(minute) {
  return at(minute).toISOString().slice(11, 16);
}
// The days on which an item begins and ends are the plan's to say: midnight ends a day or begins one.
const firstDay = (item) => item.startDay * DAY;
const lastDay = (item) => item.finishDay * DAY;
function endText(item) {
  const day = lastDay(item);
  return `${dayText(day)} ${item.finish === day + DAY ? "24:00" : clock(item.finish)}`;
}
// The last minute of a span, so that midnight is the end of the day before.
const lastMinute = (start, finish) => Math.max(start, finish - 1);
function isoTime(minute) {
  return at(minute).toISOString().slice(0, 16);
}
const amount = (days) => `${+days.toFixed(days >= 1 ? 1 : 2)} d`;

const items = data.items;
items.forEach((item, index) => {
  item.index = index;
  item.dated = item.start !== undefined;
  item.before = item.after.map((link) => link[0]);
  item.then = [];
  // What it misses by most, its due date or its deadline.
  item.lateBy = Math.max(item.late || 0, item.past || 0);
  item.limit = item.past > 0 && !(item.late > 0) ? item.deadline : item.due;
});
items.forEach((item) => item.before.forEach((b) => items[b].then.push(item.index)));
const projectName = (item) => (item.project < 0 ? "Other work" : data.projects[item.project].name);
const peopleOf = (item) => [...new Set(item.people.map((work) => work[0]))].map((p) => data.people[p].name);
const titled = (item) => (item.title ? `${item.id} ${item.title}` : item.id);
items.forEach((item) => {
  item.words = [item.id, item.title, projectName(item), item.group, item.type, ...item.labels, ...peopleOf(item)]
    .join("\n").toLowerCase();
});
const moved = (item) => item.was && (item.was[0] !== item.start || item.was[1] !== item.finish);
const STATES = { planned: "planned", in_progress: "in progress", done: "done", dropped: "dropped", failed: "failed", contingent: "only if a try fails" };
const RISKS = {
  late: "ends after its due date or deadline", critical: "has no slack", single_person: "only one person can do it",
  no_stand_in: "needs people for whom nobody can stand in", other_team: "waits for another team",
  external: "waits for what is outside the plan", blocked: "is blocked", guessed: "has a guessed estimate",
};
// What an item is besides planned, in signs and words.
function signs(item) {
  const found = [];
  if (item.state === "done") found.push("✓");
  if (item.state === "failed") found.push("✗");
  if (item.state === "in_progress") found.push("▶");
  if (item.critical) found.push("◆");
  if (item.frozen) found.push("❄");
  if (item.guessed) found.push("?");
  return found.join(" ");
}
function spoken(item) {
  const parts = [titled(item)];
  if (item.dated) parts.push(item.milestone ? dayText(lastDay(item)) : `${dayText(firstDay(item))} to ${dayText(lastDay(item))}`);
  if (item.people.length) parts.push(peopleOf(item).join(", "));
  if (item.state !== "planned") parts.push(item.out || STATES[item.state]);
  if (item.critical) parts.push("critical, no slack");
  if (item.lateBy) parts.push(`${item.lateText} late`);
  if (item.frozen) parts.push("frozen");
  if (item.guessed) parts.push("guessed estimate");
  return parts.join("; ");
}
