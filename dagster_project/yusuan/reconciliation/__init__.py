"""From what identities say to what is wrong: pure, exact arithmetic over identities and their terms.

Belongs here: which printed figures explain the identities that break (faults), in which words that is said, and which
damaged readings arithmetic proves right again (repair). Does not: evaluating identities (dbt does, in SQL), files,
databases, Dagster.

- stages: what dbt's Python models call; contracts: their frames, checked both ways
- set_aside: the parts on which our work fails; limits: how much of it a document may cost
- fault_terms: frames of terms to equations; system: identities as integer equations over figures
- explanations: the smallest sets of figures that explain a group of breaks, all of them
- minimum_change: one such set where a group is too large to enumerate
- location: breaks → faults, each with the figures that are it or may be it
- slips: how a key or a zero goes wrong; exchanges: two amounts that changed places
- findings, findings_between: faults and notices within documents and between them; finding_rows: as rows
- wording: a fault in a sentence; phrases: its words; formatting: its figures
- judgement: frames of suspect readings in, damaged and repaired ones out
- equations: identities as equations over readings, and the tables in which rounding must be reckoned with
- proof: which value two identities prove of a damaged reading; fitting: what its characters can have been
- repair: several damaged readings at once
- nesting: the headings of a list, by what adds up
"""
