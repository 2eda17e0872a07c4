"""From what identities say to what is wrong: pure, exact arithmetic over identities and their terms.

Belongs here: which printed figures explain the identities that break (faults), in which words that is said, and which
damaged readings arithmetic proves right again (repair). Does not: evaluating identities (dbt does, in SQL), files,
databases, Dagster.

- system: identities as integer equations over figures
- explanations: the smallest sets of figures that explain a group of breaks, all of them
- cover: one such set where a group is too large to enumerate
- faults: breaks → faults, each with the figures that are it or may be it
- findings: frames of terms → faults and notices as rows
- wording: a fault in a sentence; told: its figures
- equations: identities as equations over readings, and the tables in which rounding must be reckoned with
- proof: which value two identities prove of a damaged reading
- repair: several damaged readings at once
"""
