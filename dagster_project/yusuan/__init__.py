"""Yusuan: published Chinese budgets and final accounts as a warehouse that can be trusted.

The flow, one subpackage a step:

    reading        a document's bytes → what is printed in it (pure functions, no Dagster, no database)
    store          documents found, raw Parquet kept: one immutable set per document and reader version
    warehouse      one build: dbt over the raw files, the gate, the rename that publishes
    quality        the Great Expectations suites of `expectations/`, run over a build
    catalogue      what units and verdicts of the rules are in numbers, for all who reckon (pure functions)
    reconciliation whose mistake a break is, and what proves a damaged figure (pure functions)
    serving        the evidence of a figure in words, one document as it is read: what readers are answered from
    report         the page people read
    orchestration  the Dagster inventory: assets, checks, jobs, schedule, sensor
    corpus         how well a folder of documents is read
    benchmarks     what becomes of figures changed or damaged on purpose
    cli            the command `yusuan`

What a title, a header, a code or a rule *means* is not here: it is data, in `dbt/seeds`.
"""

__version__ = "0.1.0"
