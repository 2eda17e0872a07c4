"""Chaos: raw sets that no page should give, beside the bundled documents, which must come out as if nothing had been.

Belongs here: absurd raw sets by the thousand, each made anew from its seed and number, and the judge over a build of
them. Does not: how pages are read (raw sets are written as if a reader had said so), how a build treats them.

- paper: a raw set as rows that may be changed at will, and its frames
- drawn, real: papers to begin with, made up or mutated from the bundled ones
- faults: what is done to them, each fault by name and family
- documents: seed and number → one document, with the recipe that made it
- home: a home with such documents beside the bundled ones
- judge: what differs for the bundled ones against a build of them alone
- find: the fewest documents that make a build fail
- __main__: the command `python -m tests.chaos`
"""
