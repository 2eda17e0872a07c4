"""Papers with one trap each: what lies in the file and is not seen, and what is seen and easily read wrong.

Is every figure that is seen read as it is seen, or as damaged, and nothing else?

    python -m tests.traps [--papers 1000] [--seed 5]

`drawn`: the papers. `judged`: what reading says of them.
"""
