// Items to rows: a heading for each group, an item (or a person's part in it) on each row below.
const folded = new Set();
let rows = [];

const GROUPS = {
  project: (item) => [[String(item.project), projectName(item), null]],
  person: (item) => {
    const people = [...new Set(item.people.map((work) => work[0]))];
    return people.length ? people.map((p) => [`p${p}`, data.people[p].name, p]) : [["none", "Nobody", null]];
  },
  epic: (item) => (item.group ? [[`e${item.group}`, item.group, null]] : [["none", "Without an epic", null]]),
};
// Headings in the order of the scenario, what belongs nowhere at the end.
function order(key, first) {
  if (key === "none" || key === "-1") return Infinity;
  return key[0] === "p" ? +key.slice(1) : key[0] === "e" ? first : +key;
}
function span(item, person) {
  if (person === null) return [item.start, item.finish];
  const works = item.people.filter((work) => work[0] === person);
  return [Math.min(...works.map((w) => w[1])), Math.max(...works.map((w) => w[2]))];
}
function daysOf(item, person, start, finish) {
  return person === null ? [firstDay(item), lastDay(item)] : [start, lastMinute(start, finish)];
}
function makeRows() {
  const by = $("group").value;
  const groups = new Map();
  shown.forEach((item) => {
    if (!item.dated) return;
    GROUPS[by](item).forEach(([key, label, person]) => {
      if (!groups.has(key)) groups.set(key, { key: `${by}:${key}`, sort: order(key, item.index), label, person, members: [] });
      const [start, finish] = span(item, person);
      groups.get(key).members.push({ item, person, start, finish, days: daysOf(item, person, start, finish) });
    });
  });
  rows = [];
  [...groups.values()].sort((a, b) => a.sort - b.sort).forEach((group) => {
    const starts = group.members.map((m) => m.start), ends = group.members.map((m) => m.finish);
    group.start = starts.reduce((a, b) => Math.min(a, b));
    group.finish = ends.reduce((a, b) => Math.max(a, b));
    group.days = [0, 1].map((k) => group.members.map((m) => m.days[k]).reduce((a, b) => (k ? Math.max(a, b) : Math.min(a, b))));
    group.open = !folded.has(group.key);
    rows.push({ group, key: group.key });
    if (!group.open) return;
    group.members.sort((a, b) => a.start - b.start || a.finish - b.finish || a.item.index - b.item.index);
    group.members.forEach((member) => rows.push({ ...member, group: null, key: `${group.key}:${member.item.index}` }));
  });
  placeOf.clear();
  rows.forEach((row, place) => { if (row.item && !placeOf.has(row.item.index)) placeOf.set(row.item.index, place); });
}
// The row on which an item stands first; its links are drawn there.
const placeOf = new Map();
