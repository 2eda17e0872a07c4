"""How much work one document may cost: counted, not timed, so that the same input gives the same result anywhere.

Belongs here: the counter and what it allows. Does not: what is done when it is spent (location, judgement, nesting).

A *step* is one term of an identity looked at, or as much work as that: about a microsecond of one core.
"""

from __future__ import annotations

LOCATION_STEPS = 5_000_000  # of a document
SUSPECT_STEPS = 2_500_000  # of a document, to locate which of its readings are wrong before anything else sees them
REPAIR_STEPS = 1_000_000  # of a document; a scan of 5,000 figures of which one in ten is misread takes a third of it
STEPS_PER_EFFORT = 1_200_000  # in one deterministic unit of the solver
OUTLINE_STEPS = 300_000  # of a list


class WorkLimitReachedError(Exception):
    """What was allowed is spent."""


class WorkLimit:
    """The steps that are left of what a document, or a part of its work, may cost."""

    def __init__(self, steps: int, whole: WorkLimit | None = None) -> None:
        self.left = steps
        self._whole = whole

    def spend(self, steps: int) -> None:
        """Count steps before they are taken. Raises WorkLimitReachedError where so many are not left."""
        if steps > self.left:
            raise WorkLimitReachedError
        self.charge(steps)

    def charge(self, steps: int) -> None:
        """Count steps that were taken, whatever is left."""
        self.left -= steps
        if self._whole:
            self._whole.charge(steps)

    def share(self, parts: int) -> WorkLimit:
        """A limit for one of so many parts of what is left; counted in both."""
        return WorkLimit(max(self.left, 0) // parts, self)

    def most(self, steps: int) -> WorkLimit:
        """A limit of so many steps, or of what is left; counted in both."""
        return WorkLimit(min(steps, max(self.left, 0)), self)
