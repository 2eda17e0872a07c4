"""A small world for tests of the platform: a reader of toy documents, a dbt project of contract tables, two suites."""
