"""What a nightly build costs with 100, 1,000, 10,000 documents held, measured from outside, through the command alone.

Belongs here: synthetic documents made of real ones, and the measuring. Does not: how a build works. Of the rest of the
project only what a home is made of is used: raw sets, and where they lie.

- invented_bodies: departments and units that do not exist
- unrounded_amounts: the amounts behind printed figures, which can be multiplied
- placeholders: texts with places for names, years and figures
- document_templates: real documents of one department, to be filled in
- original_papers: templates of the documents of a published warehouse
- synthetic_corpus: a home that holds many synthetic documents, and new ones for it
- process_measurement: one command, its time, processor time, memory and what it wrote
- project_copy: a copy of the project to measure, in which a rule can be changed
- nightly_builds: the builds that are measured
- nightly_benchmark: all of it, for several sizes, with a record that lets it go on where it stopped
"""
