"""One row per finding: the faults that explain all breaks, and figures printed twice a little differently."""


def model(dbt, session):
    """The rows of yusuan.reconciliation.findings over int_fault_term."""
    dbt.config(materialized="table")
    from yusuan.reconciliation.findings import findings

    return findings(dbt.ref("int_fault_term").pl()).to_arrow()
