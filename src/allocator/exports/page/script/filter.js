// What is shown: one filter for the Gantt chart and the list of items.
const MARKS = {
  late: (i) => i.lateBy > 0,
  critical: (i) => i.critical,
  in_progress: (i) => i.state === "in_progress",
  open: (i) => i.state === "planned" || i.state === "in_progress",
  done: (i) => i.state === "done",
  dropped: (i) => i.state === "dropped",
  contingent: (i) => i.state === "contingent",
  failed: (i) => i.state === "failed",
  milestone: (i) => i.milestone,
  risk: (i) => i.risks.length > 0,
  frozen: (i) => i.frozen,
  guessed: (i) => i.guessed,
  waits: (i) => i.waits.length > 0 || i.blocked !== "",
};
const listeners = [];
let shown = items;

function options(select, names) {
  names.forEach((name, index) => {
    const option = el("option", "", cut(name, 60));
    option.value = String(index);
    select.append(option);
  });
}
function applyFilter() {
  const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const project = $("f-project").value, person = $("f-person").value, mark = $("f-mark").value;
  shown = items.filter((item) =>
    words.every((word) => item.words.includes(word))
    && (project === "" || item.project === +project)
    && (person === "" || item.people.some((work) => work[0] === +person))
    && (mark === "" || MARKS[mark](item)));
  $("count").textContent = shown.length === items.length ? `${items.length} items` : `${shown.length} of ${items.length} items`;
  listeners.forEach((listener) => listener());
}
function startFilter() {
  options($("f-project"), data.projects.map((project) => project.name));
  if (items.some((item) => item.project < 0) && data.projects.length) {
    const other = el("option", "", "Other work");
    other.value = "-1";
    $("f-project").append(other);
  }
  options($("f-person"), data.people.map((person) => person.name));
  let waiting = 0;
  $("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(applyFilter, 120); });
  ["f-project", "f-person", "f-mark"].forEach((id) => $(id).addEventListener("change", applyFilter));
  $("search").form.addEventListener("submit", (event) => { event.preventDefault(); applyFilter(); });
  $("reset").addEventListener("click", () => {
    $("search").value = "";
    ["f-project", "f-person", "f-mark"].forEach((id) => { $(id).value = ""; });
    applyFilter();
  });
}
