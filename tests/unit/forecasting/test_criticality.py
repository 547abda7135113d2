"""Chains of reasons in futures made by hand."""

from __future__ import annotations

import numpy as np

from allocator.forecasting.results.criticality import critical_chains

# Entries 0 and 1 are before 2; 3 is alone.
REASON = np.array([[-1, -1, 0, -1], [-1, -1, 1, -1], [-1, -1, 1, -1], [-1, 0, 1, -1]])
FINISH = np.array([[5, 3, 9, 8], [3, 5, 9, 8], [3, 5, 9, 12], [3, 5, 9, 8]])


def test_the_chain_goes_back_from_what_ends_last() -> None:
    chains = critical_chains(REASON, FINISH)
    assert chains.on_chain.astype(int).tolist() == [
        [1, 0, 1, 0],
        [0, 1, 1, 0],
        [0, 0, 0, 1],
        [1, 1, 1, 0],
    ]
    assert [chains.share([k]) for k in range(4)] == [0.5, 0.5, 0.75, 0.25]


def test_several_entries_count_once_in_a_future() -> None:
    chains = critical_chains(REASON, FINISH)
    assert chains.share([0, 1]) == 0.75


def test_a_milestone_is_critical_where_the_chain_goes_from_its_holder_to_who_waits() -> None:
    chains = critical_chains(REASON, FINISH)
    assert chains.share_between([0], [2]) == 0.25, "not where 0 held 1, by a person"
    assert chains.share_between([3], []) == 0.25, "it is the last"
    assert chains.share_between([0, 1], [2]) == 0.75


def test_a_circle_of_reasons_ends() -> None:
    chains = critical_chains(np.array([[1, 0]]), np.array([[1, 2]]))
    assert chains.on_chain.all()


def test_without_entries_nothing_is_critical() -> None:
    chains = critical_chains(np.zeros((3, 0), dtype=int), np.zeros((3, 0), dtype=int))
    assert chains.on_chain.shape == (3, 0)
