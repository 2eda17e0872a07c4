"""Telling a person what needs attention in the morning: what is wrong, and the channels that say so.

Belongs here: judging a home as it is (attention), its settings (settings), sending (channels). Does not: schedules
(orchestration), what a build prints (warehouse.summary).
"""
