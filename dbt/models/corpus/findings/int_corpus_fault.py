"""One row per finding of identities that need more than one document."""


def model(dbt, session):
    """The rows of yusuan.reconciliation.findings over int_corpus_fault_term."""
    dbt.config(materialized="table")
    from yusuan.reconciliation.findings import findings

    return findings(dbt.ref("int_corpus_fault_term").pl()).to_arrow()
