"""One row per finding within a document, and per part that was set aside (`row_kind`)."""


def model(dbt, session):
    """The rows of yusuan.reconciliation.stages.finding_stage over int_fault_term."""
    dbt.config(materialized="made_anew")
    from yusuan.reconciliation.stages import finding_stage

    return finding_stage(dbt.ref("int_fault_term").pl()).to_arrow()
