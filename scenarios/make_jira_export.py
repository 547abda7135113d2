"""Writes a made-up Jira export of a data science organisation, as Jira Cloud writes them.

    python scenarios/make_jira_export.py > scenarios/tracker/shop.csv

An online shop has three initiatives under way: demand forecasts, a recommender and a language
model for support. The export has what real ones have: some 120 columns, of which most are empty,
columns that repeat (Sprint, Labels, Components, links, Watchers, comments), line breaks in cells,
estimates in seconds and in points of two fields, links written at both ends, predecessors of
other projects, sub-tasks that inherit sprints, work that is done or under way.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
from dataclasses import dataclass, field

NEWEST = dt.datetime(2026, 11, 27, 17, 42)
PEOPLE = {
    "ines": ("Ines Duarte", "acc-1f03a7"),
    "tomasz": ("Tomasz Zielinski", "acc-27c9e4"),
    "priya": ("Priya Raman", "acc-3b82d0"),
    "liam": ("Liam Byrne", "acc-4410fc"),
    "sofia": ("Sofia Rossi", "acc-58e7b1"),
    "kenji": ("Kenji Sato", "acc-6a95c2"),
    "amara": ("Amara Okafor", "acc-7d1e38"),
    "vendor": ("Labelling Vendor", "acc-99aa00"),
}
CATEGORY = {
    **dict.fromkeys(("Backlog", "To Do", "Ready", "Blocked"), "To Do"),
    **dict.fromkeys(("In Progress", "In Review"), "In Progress"),
    **dict.fromkeys(("Done", "Cancelled"), "Done"),
}
SPRINTS = ["Shop DS Sprint 21", "Shop DS Sprint 22", "Shop DS Sprint 23"]
HOUR = 3600
EMPTY = [
    *("Acceptance Criteria", "Actual end", "Actual start", "Affected services", "Approvals"),
    *("Baseline end date", "Baseline start date", "Business Value", "Category", "Change reason"),
    *("Change risk", "Change type", "Checklist Text", "Compute Budget", "Customer Request Type"),
    *("Data Owner", "Data Sensitivity", "Dataset Version", "Development", "Epic Color"),
    *("Epic Name", "Epic Status", "Evaluation Metric", "Experiment Link", "Feature Flag"),
    *("Flagged", "Goals", "Hypothesis", "Impact", "Impact"),
    *("Issue color", "Locked forms", "Model Card", "Model Registry", "Notebook"),
    *("Open forms", "Organizations", "Program Increment", "Pull Request", "Release Notes"),
    *("Request Type", "Request participants", "Responders", "Risk", "Root cause"),
    *("Satisfaction date", "Sentiment", "Severity", "Source", "Submitted forms"),
    *("Target end", "Target start", "Test plan", "Time to first response", "Total forms"),
    *("Urgency", "Workaround", "[CHART] Time in Status"),
]


@dataclass(frozen=True)
class Issue:
    """A row; dates are days before the newest one."""

    number: int
    kind: str
    title: str
    status: str = "To Do"
    who: str = ""
    priority: str = "Medium"
    components: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    points: float | None = None
    estimate: float | None = None
    hours: float | None = None
    left: float | None = None
    spent: float | None = None
    parent: int = 0
    blocks: tuple[int, ...] = ()
    blocked: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    gantt: tuple[str, ...] = ()
    relates: tuple[str, ...] = ()
    sprints: tuple[int, ...] = ()
    made: float = 30
    moved: float | None = None
    due: str = ""
    start: str = ""
    resolution: str = ""
    words: str = ""
    comments: tuple[str, ...] = field(default=())


DS, ENG, OPS, BI = ("Data Science",), ("Data Engineering",), ("ML Platform",), ("Analytics",)
ISSUES = [
    Issue(1, "Epic", "Demand forecasts for the spring range", "In Progress", "ines", "High",
          made=95, moved=60, due="26/Feb/27"),
    Issue(2, "Epic", "Recommendations on the product page", "In Progress", "sofia", "Highest",
          made=90, moved=50, due="29/Jan/27"),
    Issue(3, "Epic", "Answers for support, with a language model", "To Do", "", "Medium",
          made=40, due="31/Mar/27"),
    # Demand forecasts
    Issue(10, "Story", "Agree on the sales history with finance", "Done", "priya", components=ENG,
          hours=16, left=0, spent=20, parent=1, blocks=(11,), sprints=(0,), made=80, moved=33,
          resolution="Done"),
    Issue(11, "Story", "Load the sales history, five years", "Done", "priya", components=ENG,
          hours=24, left=0, spent=26, parent=1, blocks=(12, 14), sprints=(0,), made=80, moved=22,
          resolution="Done"),
    Issue(12, "Story", "Calendar of promotions as features", "In Progress", "amara",
          components=ENG, hours=32, left=12, spent=18, parent=1, blocks=(16,), sprints=(1,),
          made=60, moved=6),
    Issue(13, "Story", "Weather data, by region", "Ready", "amara", components=ENG, hours=16,
          parent=1, blocked=("PLAT-112",), sprints=(1,), made=58,
          words="The contract with the provider is with the platform team."),
    Issue(14, "Story", "Baseline: seasonal naive and exponential smoothing", "Done", "ines",
          components=DS, labels=("forecast",), points=3, parent=1, blocks=(15,), sprints=(0,),
          made=70, moved=12, resolution="Done"),
    Issue(15, "Spike", "Spike: hierarchical forecasts, by store or by region?", "In Progress",
          "ines", components=DS, labels=("forecast", "experiment"), points=5, parent=1,
          blocks=(16,), sprints=(1,), made=45, moved=4),
    Issue(16, "Story", "Gradient boosting with promotions and calendar", "To Do", "ines", "High",
          components=DS, labels=("forecast",), points=8, parent=1, sprints=(2,), made=44),
    Issue(17, "Story", "Prediction intervals that hold what they say", "To Do", "", "Medium",
          components=DS, labels=("forecast", "statistics"), points=5, parent=1,
          needs=("SHOP-16",), made=44),
    Issue(18, "Story", "Backtest over eight seasons", "To Do", "ines", components=DS,
          labels=("forecast",), points=5, parent=1, needs=("SHOP-16",), made=44),
    Issue(19, "Story", "Forecast service, nightly", "To Do", "kenji", components=OPS, hours=40,
          parent=1, gantt=("SHOP-18",), made=43),
    Issue(20, "Story", "Dashboard for buyers", "To Do", "liam", components=BI, hours=32, parent=1,
          blocked=("SHOP-19",), made=43, due="19/Feb/27"),
    Issue(21, "Story", "Alerts when forecasts drift", "Backlog", "", components=OPS, points=3,
          parent=1, needs=("SHOP-19",), made=42),
    Issue(22, "Bug", "Returns are counted as sales of zero", "In Progress", "priya", "High",
          components=ENG, hours=8, left=4, spent=4, parent=1, blocks=(16,), sprints=(1,), made=9,
          moved=3),
    Issue(23, "Story", "Model card and hand-over to the buyers", "Backlog", "", "Low",
          components=DS, parent=1, needs=("SHOP-20",), made=41),
    Issue(24, "Milestone", "Buyers plan with the forecast", "Backlog", "", "High", parent=1,
          blocked=("SHOP-20",), made=41, due="26/Feb/27"),
    # Recommender
    Issue(30, "Story", "Events of the product page, cleaned", "Done", "amara", components=ENG,
          hours=24, left=0, spent=30, parent=2, blocks=(31,), sprints=(0,), made=85, moved=30,
          resolution="Done"),
    Issue(31, "Story", "Candidate generation: co-visits", "Done", "sofia", components=DS,
          labels=("recommender",), points=5, parent=2, blocks=(33,), sprints=(0,), made=80,
          moved=15, resolution="Done"),
    Issue(32, "Story", "Embeddings of products from text and image", "In Progress", "sofia",
          "High", components=DS, labels=("recommender", "gpu", "nlp"), estimate=8, parent=2,
          blocks=(33,), sprints=(1,), made=60, moved=8),
    Issue(33, "Story", "Ranking model", "To Do", "sofia", "Highest", components=DS,
          labels=("recommender",), points=8, parent=2, sprints=(2,), made=60,
          comments=("27/Nov/26 9:12 AM;acc-58e7b1;Waits for the embeddings.",)),
    Issue(34, "Sub-task", "Features of users, by session", "To Do", "priya", components=ENG,
          hours=16, parent=33, sprints=(0, 1, 2), made=20),
    Issue(35, "Sub-task", "Train and tune", "To Do", "sofia", components=DS,
          labels=("gpu", "recommender"), hours=32, parent=33, blocked=("SHOP-34",),
          sprints=(0, 1, 2), made=20),
    Issue(36, "Sub-task", "Offline evaluation, with replay", "To Do", "ines", components=DS,
          labels=("statistics",), hours=16, parent=33, blocked=("SHOP-35",), sprints=(0, 1, 2),
          made=20),
    Issue(37, "Story", "Serve recommendations under 50 ms", "Ready", "tomasz", "Highest",
          components=OPS, hours=48, parent=2, gantt=("SHOP-31",), sprints=(2,), made=55),
    Issue(38, "Story", "Shadow traffic", "To Do", "tomasz", components=OPS, hours=16, parent=2,
          blocked=("SHOP-33", "SHOP-37"), made=55),
    Issue(39, "Story", "Design of the A/B test", "In Review", "liam", components=BI,
          labels=("statistics",), points=3, parent=2, blocks=(40,), sprints=(1,), made=50,
          moved=2),
    Issue(40, "Story", "A/B test: set up and watch", "To Do", "liam", "Highest", components=BI,
          labels=("experiment",), points=5, parent=2, blocked=("SHOP-38", "LEGAL-31"), made=50,
          words="Needs the approval of tracking in\nfour countries."),
    Issue(41, "Story", "Read the A/B test and decide", "To Do", "", "Highest", components=BI,
          labels=("statistics",), points=3, parent=2, blocked=("SHOP-40",), made=50,
          due="29/Jan/27"),
    Issue(42, "Story", "Cold start: new products", "Backlog", "", components=DS,
          labels=("recommender",), points=5, parent=2, needs=("SHOP-33",), made=48,
          relates=("SHOP-32",)),
    Issue(43, "Bug", "Discontinued products are recommended", "To Do", "amara", "High",
          components=ENG, hours=6, parent=2, made=5, sprints=(2,)),
    Issue(44, "Story", "Rank by margin", "Cancelled", "", "Low", components=DS, parent=2, made=65,
          moved=21, resolution="Won't Do"),
    Issue(45, "Story", "Diversity of the list", "Backlog", "", "Low", components=DS,
          labels=("recommender",), parent=2, needs=("SHOP-41",), made=40),
    # Support answers
    Issue(50, "Spike", "Spike: which language model, hosted or own?", "Ready", "sofia", "Medium",
          components=DS, labels=("nlp", "experiment"), points=3, parent=3, blocks=(54, 55),
          sprints=(2,), made=38),
    Issue(51, "Story", "Label 2,000 conversations", "To Do", "vendor", components=BI,
          labels=("labelling",), hours=80, parent=3, blocks=(55,), made=38),
    Issue(52, "Story", "Guide for labelling, with examples", "In Progress", "liam",
          components=BI, labels=("labelling",), hours=12, left=6, spent=6, parent=3, blocks=(51,),
          sprints=(1,), made=38, moved=5),
    Issue(53, "Story", "Remove personal data from conversations", "To Do", "priya", "High",
          components=ENG, hours=24, parent=3, blocks=(51,), made=37, sprints=(2,)),
    Issue(54, "Story", "Retrieval over the help pages", "Backlog", "", components=DS,
          labels=("nlp",), points=8, parent=3, made=36),
    Issue(55, "Story", "Evaluation set and metrics", "Backlog", "ines", components=DS,
          labels=("nlp", "statistics"), points=5, parent=3, made=36),
    Issue(56, "Story", "Prompts and guard rails", "Backlog", "sofia", components=DS,
          labels=("nlp",), points=5, parent=3, blocked=("SHOP-54", "SHOP-55"), made=35),
    Issue(57, "Story", "Fine-tune on our conversations", "Backlog", "", components=DS,
          labels=("nlp", "gpu"), points=8, parent=3, blocked=("SHOP-51", "SHOP-55"), made=35),
    Issue(58, "Story", "Gateway with budget and logging", "Backlog", "kenji", components=OPS,
          hours=40, parent=3, needs=("SHOP-50",), made=34),
    Issue(59, "Story", "Agents try it, ten of them", "Backlog", "liam", components=BI, points=5,
          parent=3, blocked=("SHOP-56", "SHOP-58"), made=34, start="01/Feb/27"),
    Issue(60, "Story", "Review of risks and fairness", "Backlog", "", components=DS,
          labels=("statistics",), points=3, parent=3, needs=("SHOP-56",), made=33),
    # Platform and upkeep, without an epic
    Issue(70, "Task", "Move the feature store to the new cluster", "In Progress", "kenji", "High",
          components=OPS, hours=40, left=24, spent=16, blocks=(37,), sprints=(1,), made=50,
          moved=7),
    Issue(71, "Task", "GPU quota for training jobs", "To Do", "kenji", "High", components=OPS,
          hours=8, blocks=(35,), sprints=(2,), made=26),
    Issue(72, "Task", "Upgrade the orchestrator", "Ready", "tomasz", components=OPS, hours=24,
          made=25, sprints=(2,), relates=("SHOP-70",)),
    Issue(73, "Task", "Costs of the warehouse, by team", "To Do", "liam", "Low", components=BI,
          hours=16, made=24),
    Issue(74, "Bug", "Nightly job fails on the first of the month", "To Do", "tomasz", "Highest",
          components=OPS, hours=6, made=3, due="30/Nov/26"),
    Issue(75, "Task", "On-call hand-book", "Backlog", "", "Low", components=OPS, made=22),
    Issue(76, "Task", "Tests of data contracts in CI", "To Do", "amara", components=ENG, hours=24,
          made=21),
    Issue(77, "Bug", "Timezones in the event log", "Done", "priya", components=ENG, hours=6,
          left=0, spent=5, sprints=(0,), made=35, moved=18, resolution="Done"),
    Issue(78, "Task", "Interview loop for two data scientists", "To Do", "ines", components=DS,
          hours=12, made=20),
    Issue(79, "Bug", "Twice the same dashboard", "Done", "liam", "Low", components=BI, made=28,
          moved=19, resolution="Duplicate"),
    Issue(80, "Task", "Catalogue of models, with owners", "Backlog", "", "Low", components=OPS,
          points=3, made=19),
]  # fmt: skip

REPEATED = {
    "Components": 2, "Labels": 3, "Watchers": 2, "Watchers Id": 2, "Sprint": 3, "Comment": 2,
    "Attachment": 2, "Inward issue link (Blocks)": 3, "Outward issue link (Blocks)": 2,
    "Inward issue link (Cloners)": 1, "Inward issue link (Dependency)": 2,
    "Outward issue link (Dependency)": 2, "Inward issue link (Gantt End to Start)": 1,
    "Outward issue link (Gantt End to Start)": 1, "Inward issue link (Relates)": 1,
    "Outward issue link (Relates)": 1,
}  # fmt: skip
COLUMNS = [
    *("Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name"),
    *("Project type", "Project lead", "Project lead id", "Project description", "Priority"),
    *("Resolution", "Assignee", "Assignee Id", "Reporter", "Reporter Id", "Creator"),
    *("Creator Id", "Created", "Updated", "Last Viewed", "Resolved", "Fix versions"),
    *("Components", "Due date", "Votes", "Labels", "Description", "Environment", "Watchers"),
    *("Watchers Id", "Original estimate", "Remaining Estimate", "Time Spent", "Work Ratio"),
    *("Σ Original Estimate", "Σ Remaining Estimate", "Σ Time Spent", "Security Level"),
    *(name for name in REPEATED if "link" in name),
    "Attachment",
    *(f"Custom field ({name})" for name in EMPTY[:40]),
    *("Custom field (Rank)", "Sprint", "Custom field (Start date)", "Custom field (Story Points)"),
    *("Custom field (Story point estimate)", "Team Id", "Team Name"),
    *(f"Custom field ({name})" for name in EMPTY[40:]),
    *("Comment", "Parent", "Parent key", "Parent summary", "Status Category"),
    "Status Category Changed",
]
BY_NUMBER = {issue.number: issue for issue in ISSUES}


def key(number: int) -> str:
    return f"SHOP-{number}"


def clock(when: dt.datetime) -> str:
    """Write a date as Jira Cloud does."""
    return when.strftime("%d/%b/%y ") + when.strftime("%I:%M %p").lstrip("0")


def ago(days: float, number: int) -> dt.datetime:
    """Return a time in working hours, so many days before the newest."""
    day = (NEWEST - dt.timedelta(days=days)).replace(hour=9, minute=0)
    while day.weekday() > 4:
        day -= dt.timedelta(days=1)
    return min(day + dt.timedelta(minutes=(number * 37) % 450), NEWEST)


def seconds(hours: float | None) -> str:
    return "" if hours is None else f"{hours * HOUR:.0f}"


def followers(issue: Issue, name: str) -> tuple[str, ...]:
    """Return the other ends of what is written at one end."""
    return tuple(key(other.number) for other in ISSUES if key(issue.number) in getattr(other, name))


def values(issue: Issue) -> dict[str, tuple[str, ...]]:
    """Return the values of a row by the name of the column."""
    name, account = PEOPLE.get(issue.who, ("", ""))
    created = ago(issue.made, issue.number)
    moved = created if issue.moved is None else ago(issue.moved, issue.number + 3)
    updated = NEWEST if issue.number == 33 else max(moved, created + dt.timedelta(days=1))
    is_done = CATEGORY[issue.status] == "Done"
    parent = BY_NUMBER.get(issue.parent)
    blockers = tuple(key(o.number) for o in ISSUES if issue.number in o.blocks)
    blocks = (*map(key, issue.blocks), *followers(issue, "blocked"))
    ratio = f"{100 * (issue.spent or 0) / issue.hours:.0f}%" if issue.hours else ""
    return {
        "Summary": (issue.title,),
        "Issue key": (key(issue.number),),
        "Issue id": (str(40000 + issue.number * 7),),
        "Issue Type": (issue.kind,),
        "Status": (issue.status,),
        "Project key": ("SHOP",),
        "Project name": ("Shop Data Science",),
        "Project type": ("software",),
        "Project lead": ("Noor Haddad",),
        "Project lead id": ("acc-80c4f5",),
        "Priority": (issue.priority,),
        "Resolution": (issue.resolution,),
        "Assignee": (name,),
        "Assignee Id": (account,),
        "Reporter": ("Noor Haddad",),
        "Reporter Id": ("acc-80c4f5",),
        "Creator": ("Noor Haddad",),
        "Creator Id": ("acc-80c4f5",),
        "Created": (clock(created),),
        "Updated": (clock(updated),),
        "Resolved": (clock(moved) if is_done else "",),
        "Components": issue.components,
        "Due date": (f"{issue.due} 12:00 AM" if issue.due else "",),
        "Votes": ("0",),
        "Labels": issue.labels,
        "Description": (issue.words,),
        "Watchers": ("Noor Haddad", *([name] if issue.priority == "Highest" and name else [])),
        "Watchers Id": ("acc-80c4f5",),
        "Original estimate": (seconds(issue.hours),),
        "Remaining Estimate": (seconds(issue.hours if issue.left is None else issue.left),),
        "Time Spent": (seconds(issue.spent),),
        "Work Ratio": (ratio,),
        "Inward issue link (Blocks)": (*blockers, *issue.blocked),
        "Outward issue link (Blocks)": blocks,
        "Inward issue link (Dependency)": issue.needs,
        "Outward issue link (Dependency)": followers(issue, "needs"),
        "Inward issue link (Gantt End to Start)": issue.gantt,
        "Outward issue link (Gantt End to Start)": followers(issue, "gantt"),
        "Inward issue link (Relates)": issue.relates,
        "Outward issue link (Relates)": followers(issue, "relates"),
        "Custom field (Rank)": (f"0|i{issue.number:04x}:",),
        "Sprint": tuple(SPRINTS[place] for place in issue.sprints),
        "Custom field (Start date)": (f"{issue.start} 12:00 AM" if issue.start else "",),
        "Custom field (Story Points)": ("" if issue.points is None else f"{issue.points:.1f}",),
        "Custom field (Story point estimate)": (
            "" if issue.estimate is None else f"{issue.estimate:.1f}",
        ),
        "Team Id": ("0a4f-ds" if issue.components else "",),
        "Team Name": ("Shop DS" if issue.components else "",),
        "Comment": issue.comments,
        "Parent": ("" if parent is None else str(40000 + parent.number * 7),),
        "Parent key": ("" if parent is None else key(parent.number),),
        "Parent summary": ("" if parent is None else parent.title,),
        "Status Category": (CATEGORY[issue.status],),
        "Status Category Changed": (clock(moved),),
    }


def main() -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    header = [name for column in COLUMNS for name in [column] * REPEATED.get(column, 1)]
    writer.writerow(header)
    for issue in sorted(ISSUES, key=lambda issue: -issue.number):
        found = {name: list(dict.fromkeys(some)) for name, some in values(issue).items()}
        writer.writerow([found[n].pop(0) if found.get(n) else "" for n in header])
        left = {name: some for name, some in found.items() if any(some)}
        assert not left, f"no column for {left}"
    sys.stdout.buffer.write(stream.getvalue().encode("utf-8-sig"))


if __name__ == "__main__":
    main()
