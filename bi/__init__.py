"""Dashboards over the published file: the bundle as files, Superset set up for it, and a check of what it shows."""
