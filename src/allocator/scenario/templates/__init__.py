"""Life-cycle templates: the library, a team's own, and what a scenario makes of them (``use``)."""

from allocator.scenario.templates.named import (
    all_templates,
    expand_template,
    read_named_template,
    template_hours,
)

__all__ = ["all_templates", "expand_template", "read_named_template", "template_hours"]
