"""A sheet to draw on in pixels, from the top left corner; matplotlib does the drawing."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from allocator.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 1600
"""Width in pixels; a PNG has twice as many, so that it is sharp on a good screen."""

INK, SOFT, LINE, BAND, SHEET = "#1c2430", "#566072", "#d5dae2", "#eef1f5", "#f6f7f9"
LATE_COLOUR = "#b3261e"
PROJECT_COLOURS = (
    "#3a6fb0",
    "#b0622a",
    "#2e8062",
    "#7f5aa8",
    "#b24a6b",
    "#2f7d8c",
    "#85741d",
    "#626c7c",
)
"""Colours of projects in turn; white text is readable on each."""

_PIXELS_PER_INCH = 100
_FAMILIES = ("DejaVu Sans", "Verdana", "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP")
_LETTER_WIDTH = 0.6
"""Width of a letter as a fraction of the font size."""

_POINTS_PER_PIXEL = 0.72
"""Points of a pixel."""

Form = Literal["png", "svg"]


class _Style(NamedTuple):
    """The look of a rectangle."""

    colour: str
    edge: str
    thick: float
    hatch: str
    dashed: bool
    above: int


class Canvas:
    """A sheet of :data:`WIDTH` by some height, in pixels.

    Parameters
    ----------
    height
        In pixels.

    Raises
    ------
    InputError
        matplotlib is not installed.
    """

    def __init__(self, height: float) -> None:
        try:
            from matplotlib.figure import Figure
        except ModuleNotFoundError:
            raise InputError(
                "pictures are drawn by matplotlib, which is not installed.",
                hint="install it with pip install matplotlib, or write the page "
                "with allocator report, which needs nothing more",
            ) from None
        self.height = height
        self._figure: Figure = Figure(
            figsize=(WIDTH / _PIXELS_PER_INCH, height / _PIXELS_PER_INCH), facecolor="white"
        )
        self._axes: Axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        self._boxes: dict[_Style, list[tuple[tuple[float, float], ...]]] = {}

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str,
        *,
        edge: str = "none",
        thick: float = 1.0,
        hatch: str = "",
        dashed: bool = False,
        above: int = 2,
    ) -> None:
        """Draw a rectangle, optionally with an edge or a hatch."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        style = _Style(
            colour, edge, thick * _POINTS_PER_PIXEL if edge != "none" else 0, hatch, dashed, above
        )
        self._boxes.setdefault(style, []).append(corners)

    def line(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        *,
        thick: float = 1.0,
        dashed: bool = False,
        above: int = 1,
    ) -> None:
        """Draw a line through points."""
        self._axes.plot(
            [x for x, _ in points],
            [y for _, y in points],
            color=colour,
            linewidth=thick * _POINTS_PER_PIXEL,
            linestyle="--" if dashed else "-",
            solid_joinstyle="miter",
            zorder=above,
        )

    def diamond(
        self, x: float, y: float, size: float, colour: str, *, hollow: bool = False
    ) -> None:
        """Draw a diamond around a point."""
        self.shape([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], colour, hollow)

    def shape(
        self, points: Sequence[tuple[float, float]], colour: str, hollow: bool = False
    ) -> None:
        """Draw a filled shape, or its dashed outline."""
        from matplotlib.patches import Polygon

        self._axes.add_patch(
            Polygon(
                points,
                closed=True,
                facecolor="none" if hollow else colour,
                edgecolor=colour,
                linestyle="--" if hollow else "-",
                linewidth=_POINTS_PER_PIXEL if hollow else 0,
                zorder=4,
            )
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 13,
        colour: str = INK,
        bold: bool = False,
        side: Literal["left", "center", "right"] = "left",
        above: int = 5,
    ) -> None:
        """Write one line with its middle at y; a dollar or backslash has no meaning."""
        self._axes.text(
            x,
            y,
            words,
            fontsize=size * _POINTS_PER_PIXEL,
            color=colour,
            fontweight="bold" if bold else "normal",
            ha=side,
            va="center_baseline",
            parse_math=False,
            zorder=above,
        )

    def save(self, form: Form, title: str) -> bytes:
        """Return the content of the file; the same drawing gives the same bytes."""
        import matplotlib as mpl

        self._draw_boxes()
        out = io.BytesIO()
        settings: Any = {
            "font.family": _families(),
            "svg.fonttype": "none",
            "svg.hashsalt": "allocator",
            "hatch.linewidth": 0.6,
        }
        metadata: dict[str, Any] = {"Title": title}
        if form == "svg":
            metadata["Date"] = None
        with mpl.rc_context(settings), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            warnings.filterwarnings("ignore", message="Matplotlib currently does not support")
            self._figure.savefig(out, format=form, dpi=2 * _PIXELS_PER_INCH, metadata=metadata)
        return out.getvalue()

    def _draw_boxes(self) -> None:
        """Draw the rectangles of one look together, which is many times as fast."""
        from matplotlib.collections import PolyCollection

        for style, corners in self._boxes.items():
            self._axes.add_collection(
                PolyCollection(
                    corners,
                    facecolors=style.colour,
                    edgecolors=style.edge,
                    linewidths=style.thick,
                    linestyles="--" if style.dashed else "-",
                    hatch=style.hatch or None,
                    zorder=style.above,
                )
            )
        self._boxes.clear()


def _families() -> list[str]:
    """Return the installed fonts; the first one always is."""
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in _FAMILIES if name in there]


def fitting(words: str, room: float, size: float) -> str:
    """Return the part of a text that fits into a width in pixels, with an ellipsis if it is cut."""
    most = int(room / (size * _LETTER_WIDTH))
    if len(words) <= most:
        return words
    return words[: most - 1].rstrip() + "…" if most > 3 else ""
