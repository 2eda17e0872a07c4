"""Taking a table or a query out of the published warehouse, in the form that another program opens.

Belongs here: Excel, CSV, Parquet and Fiscal Data Package, each whole or not at all. Does not: what is published beside
the database by every build (warehouse.publish).
"""
