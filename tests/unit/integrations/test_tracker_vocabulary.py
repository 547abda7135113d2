"""Words of trackers: each entry of the tables does what it says, in a whole import."""

from __future__ import annotations

import pytest

from allocator.integrations.tracker.mapping import Mapping
from allocator.integrations.tracker.structure import Structure, state_of
from allocator.integrations.tracker.ticket import Account, Ticket
from allocator.integrations.tracker.vocabulary import (
    CATEGORIES,
    CONTAINERS,
    LINKS,
    MILESTONES,
    NOT_DONE,
    PRIORITIES,
    STATUSES,
    SUBTASKS,
    UNASSIGNED,
    link_word,
)
from support.jira_csv import run

RULES = Mapping()


@pytest.mark.parametrize("word", CATEGORIES)
def test_every_category_tells_the_state_whatever_the_status(word):
    ticket = Ticket(key="A-1", status="Somewhere", category=word.upper())
    assert state_of(ticket, RULES) == (CATEGORIES[word], True)


@pytest.mark.parametrize("word", STATUSES)
def test_every_status_tells_the_state_without_a_category(word):
    assert state_of(Ticket(key="A-1", status=word.title()), RULES) == (STATUSES[word], True)


def test_the_mapping_comes_before_the_category_and_unknown_words_are_told():
    rules = Mapping.model_validate({"statuses": {"in review": "done"}})
    assert state_of(Ticket(key="A-1", status="In Review", category="To Do"), rules)[0] == "done"
    assert state_of(Ticket(key="A-1", status="Somewhere"), rules) == ("todo", False)
    assert state_of(Ticket(key="A-1", status="Somewhere", resolution="Done"), rules)[0] == "done"


@pytest.mark.parametrize("word", sorted(NOT_DONE))
def test_every_resolution_that_means_not_done_leaves_the_ticket_out(word):
    ticket = Ticket(key="A-1", status="Done", category="Done", resolution=word.capitalize())
    structure = Structure({"A-1": ticket}, RULES)
    assert not structure.nodes
    assert "closed, but not done" in structure.skipped["A-1"]


@pytest.mark.parametrize("word", sorted(CONTAINERS))
def test_every_kind_of_epic_is_a_project_and_not_work(tmp_path, word):
    made = run(tmp_path, [{"key": "A-1", "type": word.title()}, {"key": "A-2", "epic": "A-1"}])
    assert [item.id for item in made.scenario.items] == ["A-2"]
    assert [project.id for project in made.scenario.projects] == ["A-1"]


@pytest.mark.parametrize("word", sorted(SUBTASKS))
def test_parts_do_not_take_over_the_sprints_of_their_parent(tmp_path, word):
    rows = [
        {"key": "A-1", "sprint": ["S 1", "S 2"]},
        {"key": "A-2", "type": word.title(), "parent": "A-1", "sprint": ["S 1", "S 2"]},
    ]
    items = run(tmp_path, rows, mapping="sprints: label").scenario.item_by_id
    assert items["A-1"].labels == ("sprint: S 2",)
    assert items["A-2"].labels == ()


@pytest.mark.parametrize("word", sorted(MILESTONES))
def test_every_kind_of_milestone_is_one(tmp_path, word):
    made = run(tmp_path, [{"key": "A-1", "type": word.title()}])
    assert made.scenario.items[0].is_milestone


@pytest.mark.parametrize("word", PRIORITIES)
def test_every_priority_is_a_weight(tmp_path, word):
    made = run(tmp_path, [{"key": "A-1", "priority": word.title()}])
    assert made.scenario.priority_of(made.scenario.items[0]) == PRIORITIES[word]


def test_an_unknown_priority_is_told_and_a_mapping_gives_it_a_weight(tmp_path):
    rows = [{"key": "A-1", "priority": "Burning"}]
    assert 'priority "Burning" of 1 ticket is not known' in run(tmp_path, rows).report
    made = run(tmp_path, rows, mapping="priorities: {burning: 9}")
    assert made.scenario.items[0].priority == 9
    assert "Burning" not in made.report


@pytest.mark.parametrize("word", LINKS)
@pytest.mark.parametrize("outward", [True, False])
def test_every_kind_of_link_has_its_direction_and_type(tmp_path, word, outward):
    name = f"{'Outward' if outward else 'Inward'} issue link ({word.title()})"
    text = (
        f"Issue key,Summary,Status,Created,{name}\n"
        "A-1,one,To Do,01/Dec/26 9:00 AM,A-2\nA-2,two,To Do,01/Dec/26 9:00 AM,\n"
    )
    items = run(tmp_path, text).scenario.item_by_id
    rule = LINKS[word]
    first, then = ("A-1", "A-2") if outward == (rule.outward == "before") else ("A-2", "A-1")
    assert not items[first].after
    (link,) = items[then].after
    assert (link.item, link.type.value) == (first, rule.type)


@pytest.mark.parametrize("name", ["Gantt: End to Start Link", "gantt_end_to_start", " Blocks "])
def test_kinds_of_links_are_known_in_other_spellings(name):
    assert link_word(name) in LINKS


@pytest.mark.parametrize("word", sorted(UNASSIGNED))
def test_no_person_is_made_of_words_for_nobody(tmp_path, word):
    made = run(tmp_path, [{"key": "A-1", "who": word.title()}, {"key": "A-2", "who": "Ana"}])
    assert [person.id for person in made.scenario.people] == ["ana"]
    assert not made.scenario.item_by_id["A-1"].assign


def test_an_account_is_empty_without_any_word():
    assert not Account()
    assert str(Account(email="ana@example.com")) == "ana@example.com"
