"""Tables of known structure under headers that mislead, each with one planted error.

Is it found and located, and is nothing else accused?

    python -m tests.layouts [--tables 2000] [--seed 7]

`drawn`: the tables. `judged`: what the document stage says of them.
"""
