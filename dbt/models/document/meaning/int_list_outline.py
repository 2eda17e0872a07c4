"""Each row of a list with sums in between and the row that sums it, and each list that was set aside (`row_kind`)."""


def model(dbt, session):
    """The rows of yusuan.reconciliation.stages.outline_stage over int_list_row."""
    dbt.config(materialized="made_anew")
    from yusuan.reconciliation.stages import outline_stage

    return outline_stage(dbt.ref("int_list_row").pl()).to_arrow()
