"""Small faults planted one at a time in a copy of the project, to see which of them no test notices.

    faults.py           what a fault is, and which of all possible ones are drawn
    python_faults.py    faults of Python, by mutmut's operators
    sql_faults.py       faults of models and macros
    data_faults.py      faults of seeds and expectations
    judges.py           which tests are asked about a fault, the likeliest first
    sample_build.py     the build of the bundled samples with the fault, as little of it as the fault can change
    survivors.csv       what survived and why no test can see it, or why none should

Run as `python -m tests.mutants` (`make mutants`).
"""
