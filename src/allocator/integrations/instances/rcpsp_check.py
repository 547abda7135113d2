"""Refuses RCPSP instances that contradict themselves or do not fit into a scenario."""

from __future__ import annotations

from allocator.integrations.input_files import fault
from allocator.integrations.instances.instance_file import MAX_HOURS, check_acyclic
from allocator.integrations.instances.rcpsp_instance import Instance, predecessors_of
from allocator.wording import count


def check_instance(instance: Instance) -> None:
    """Check an instance before it becomes a scenario.

    Raises
    ------
    FormatError
        A successor that does not exist, a demand above the capacity, a circle, more than one
        mode, resources that are used up, or implausible times.
    """
    data = instance.data
    used_up = [n for n, resource in enumerate(data.resources, start=1) if not resource.renewable]
    if used_up:
        raise fault(
            instance.path,
            None,
            f"resource R{used_up[0]} is used up (nonrenewable), which is not supported",
            "give an instance whose resources are all renewable",
        )
    total = 0
    for number, activity in enumerate(data.activities):
        _check_activity(instance, number)
        total += activity.modes[0].duration
    total += max((project.release_date for project in data.projects), default=0)
    if total > MAX_HOURS:
        raise fault(
            instance.path,
            None,
            f"the durations add up to {total} hours, more than {MAX_HOURS}",
            "check the durations and release dates",
        )
    line_of = dict(zip(instance.ids, instance.lines, strict=True))
    check_acyclic(instance.path, predecessors_of(instance), line_of)


def _check_activity(instance: Instance, number: int) -> None:
    data = instance.data
    activity = data.activities[number]
    if len(activity.modes) != 1:
        raise instance.fault(
            number,
            f"has {len(activity.modes)} modes; multi-mode instances are not supported",
            "give a single-mode instance (.sm, .rcp)",
        )
    mode = activity.modes[0]
    if mode.duration < 0 or len(mode.demands) != len(data.resources):
        raise instance.fault(
            number,
            f"has the duration {mode.duration} and {count(len(mode.demands), 'demand')}",
            f"write a duration of 0 or more and {count(len(data.resources), 'demand')}",
        )
    for index, (demand, resource) in enumerate(
        zip(mode.demands, data.resources, strict=True), start=1
    ):
        if not 0 <= demand <= resource.capacity:
            raise instance.fault(
                number,
                f"asks for {demand} of resource R{index}, whose capacity is {resource.capacity}",
                "correct the demand or the capacity",
            )
    for successor in activity.successors:
        if not 0 <= successor < len(data.activities):
            raise instance.fault(
                number,
                f"has the successor {successor + 1}, which does not exist",
                f"name an activity from 1 to {len(data.activities)}",
            )
