"""One row per suspect reading that arithmetic contradicts (damaged) or proves (repaired)."""


def model(dbt, session):
    """The rows of yusuan.reconciliation.judgement over int_suspect_term."""
    dbt.config(materialized="table")
    from yusuan.reconciliation.judgement import judge

    return judge(dbt.ref("int_suspect_term").pl()).to_arrow()
