"""What helps to prove a figure beside the sums that it stands in: the picture of the page that prints it.

Flow: the figures that findings hold against a publisher (dbt: int_accused_figure) → each recognised again from its
page's picture, in a process of its own (picture_process) → what was seen (dbt: int_picture_check), kept for later
builds (store.sightings). A finding whose figures the picture does not show accuses nobody.
"""
