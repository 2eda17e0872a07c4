"""One row per finding between documents, per finding of a document that explains a break between some, and per part set
aside (`row_kind`).
"""


def model(dbt, session):
    """The rows of yusuan.reconciliation.stages.between_stage over int_corpus_fault_term and what is blamed already."""
    dbt.config(materialized="made_anew")
    from yusuan.reconciliation.stages import between_stage

    return between_stage(dbt.ref("int_corpus_fault_term").pl(), dbt.ref("int_blamed_figure").pl()).to_arrow()
