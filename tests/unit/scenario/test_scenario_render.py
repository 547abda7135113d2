"""Plain data with comments reads back as it was, and looks as a dump of it looks."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.scenario import dump, loads
from allocator.scenario.shape.short_forms import shortened
from allocator.scenario.text.yaml_text import read_yaml
from allocator.scenario.write.render import render
from support import strategies

LISTS = ("people", "resources", "projects", "items")


def rendered(data):
    fields = {name: value for name, value in data.items() if name not in LISTS}
    sections = {name: [(entry, {}) for entry in data.get(name, ())] for name in LISTS}
    return render(fields, sections, {})


@settings(max_examples=60, deadline=None)
@given(strategies.medium_scenarios().map(strategies.as_scenario))
def test_it_says_the_same_as_a_dump(scenario):
    data = shortened(scenario)
    assert read_yaml(rendered(data), file="a") == read_yaml(dump(scenario), file="b")


SCALARS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["yes", "1e3", "0x1", "9:30", "2026-12-01", "a: b", "a #b", "-", "null", "<<"]),
    st.integers(-(10**6), 10**6),
    st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["title", "type", "labels", "after", "group", "due"]),
        st.one_of(SCALARS, st.lists(SCALARS, max_size=30)),
        min_size=1,
    ),
    st.text(max_size=30),
)
def test_any_text_number_and_comment_reads_back(fields, note):
    clean = {k: v for k, v in fields.items() if _printable(v)}
    entry = {"id": "A-1", **clean}
    text = render({"name": "x"}, {"items": [(entry, dict.fromkeys(entry, note))]}, {})
    if note.isprintable():
        assert read_yaml(text, file="a")["items"] == [entry]


def _printable(value):
    values = value if isinstance(value, list) else [value]
    return all(not isinstance(one, str) or one.isprintable() for one in values)


def test_heads_and_comments_stand_where_they_belong():
    text = render(
        {"version": 1, "name": "x"},
        {
            "people": [({"id": "ana"}, {})],
            "projects": [],
            "items": [({"id": 1, "effort": "2d"}, {"effort": "guessed"})],
        },
        {"": ["Head"], "people": ["Inferred"]},
    )
    assert text == (
        "# Head\nversion: 1\nname: x\n\n# Inferred\npeople:\n  - {id: ana}\n\n"
        "items:\n  - id: 1\n    effort: 2d # guessed\n"
    )


def test_a_scenario_without_items_is_still_one():
    assert loads(render({"name": "x", "calendar": {"start": "2026-12-01"}}, {"items": []}, {}))
