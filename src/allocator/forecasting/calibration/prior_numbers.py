"""Ratios actual / estimate of other teams, made by benchmarks/calibration.py --write-prior.

They sum up three public histories, each with the same weight, published by Derek M. Jones
(github.com/Derek-Jones, and "Evidence-based Software Engineering", 2020): the tasks of one company
over ten years (SiP_dataset, Jones and Cullum 2019), those of teams that log their time by the Team
Software Process (CESAW in Software-estimation-datasets, Nichols et al. 2018), and those of one person
who logs in pomodoros (renzo-pomodoro, Jones and Borgatti 2020). Nothing else of them is in here.
"""

SOURCE = "34,600 tasks of three public histories (SiP, CESAW, Renzo Pomodoro; D. M. Jones)"

PERSON_SD = 0.268
PROJECT_SD = 0.142
OFFSETS = (-2.0, -1.0, 0.0, 1.0, 2.0)
"""Rows: logarithm of estimate / median estimate of the history."""

# Columns: ratio_curve.LEVELS.
# fmt: off
# ruff: noqa: E501
RATIOS = [
    [0.208, 0.274, 0.400, 0.411, 0.437, 0.529, 0.652, 0.747, 0.822, 0.874, 0.941, 0.975, 1.000, 1.000, 1.000, 1.018, 1.069, 1.116, 1.186, 1.587, 1.673, 1.817, 2.351, 3.218, 3.448, 4.839, 5.542, 7.720, 10.382],
    [0.126, 0.177, 0.223, 0.281, 0.423, 0.461, 0.500, 0.630, 0.729, 0.811, 0.859, 0.902, 0.941, 0.977, 1.000, 1.000, 1.006, 1.048, 1.093, 1.442, 1.660, 1.885, 2.299, 3.090, 3.533, 4.762, 5.459, 7.489, 9.665],
    [0.083, 0.113, 0.167, 0.198, 0.279, 0.322, 0.378, 0.448, 0.528, 0.664, 0.793, 0.874, 0.909, 0.941, 0.977, 1.000, 1.000, 1.022, 1.101, 1.357, 1.513, 1.891, 2.204, 2.676, 3.285, 4.148, 5.175, 6.465, 8.194],
    [0.046, 0.069, 0.100, 0.136, 0.177, 0.206, 0.250, 0.377, 0.469, 0.525, 0.590, 0.712, 0.791, 0.851, 0.897, 0.994, 1.000, 1.042, 1.107, 1.286, 1.397, 1.662, 1.965, 2.309, 2.707, 3.323, 3.886, 5.237, 6.783],
    [0.032, 0.043, 0.072, 0.090, 0.130, 0.175, 0.224, 0.290, 0.387, 0.494, 0.554, 0.612, 0.687, 0.779, 0.841, 0.904, 0.941, 1.034, 1.098, 1.161, 1.322, 1.491, 1.849, 2.044, 2.424, 2.929, 3.356, 4.316, 5.445],
]
