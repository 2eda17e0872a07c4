"""One row per figure of a PDF that a finding holds against a publisher: what the picture of its page shows there."""


def model(dbt, session):
    """The rows of yusuan.witness.picture_check.picture_check over int_accused_figure and what was seen before."""
    dbt.config(materialized="made_anew")
    from yusuan.witness.picture_check import picture_check

    accused = dbt.ref("int_accused_figure").filter("has_picture").pl()
    return picture_check(accused, dbt.source("raw", "sighting").pl()).to_arrow()
