"""Each row of a list with sums in between and the row that sums it: as printed, else by what adds up."""


def model(dbt, session):
    """The rows of yusuan.reconciliation.nesting over int_list_row."""
    dbt.config(materialized="table")
    from yusuan.reconciliation.nesting import list_outline

    return list_outline(dbt.ref("int_list_row").pl()).to_arrow()
