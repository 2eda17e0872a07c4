"""One row per suspect reading that arithmetic contradicts or proves, and per part that was set aside (`row_kind`)."""


def model(dbt, session):
    """The rows of yusuan.reconciliation.stages.judgement_stage over int_suspect_term."""
    dbt.config(materialized="made_anew")
    from yusuan.reconciliation.stages import judgement_stage

    return judgement_stage(dbt.ref("int_suspect_term").pl()).to_arrow()
