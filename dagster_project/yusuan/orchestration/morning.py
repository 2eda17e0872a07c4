"""The morning: whether what a night should have published is there, and who is told where it is not, or is odd.

Belongs here: the schedule and its job of one step. Does not: what needs attention (alerting).
"""

from datetime import datetime

import dagster as dg

from yusuan.alerting.attention import Attention, needs_attention
from yusuan.alerting.channels import send
from yusuan.alerting.settings import AlertSettings, settings_of
from yusuan.errors import YusuanError
from yusuan.orchestration.jobs import in_process
from yusuan.orchestration.liveness import stay_alive
from yusuan.orchestration.resources import HomeResource
from yusuan.warehouse.build import SHANGHAI
from yusuan.warehouse.extracting import news


def look_at(home: HomeResource, settings: AlertSettings, now: datetime | None = None) -> list[Attention]:
    """What of a home needs attention now."""
    is_current = news(home.home, home.reading, home.code_version).held is not None
    return needs_attention(home.home, settings, is_current=is_current, now=now or datetime.now(SHANGHAI))


def tell(home: HomeResource, settings: AlertSettings, found: list[Attention]) -> None:
    """Send what was found through the channels of the settings, as one message."""
    body = "\n\n".join(map(str, found))
    send(settings.urls, f"Yusuan: {len(found)} to look at [{home.home.root.name}]", body)


def make_morning(home: HomeResource) -> dg.ScheduleDefinition:
    """The schedule over one home, and its job."""
    try:
        by = settings_of(home.home).by
    except YusuanError:  # no reason to build nothing: the job itself fails on the file, and says so
        by = AlertSettings().by

    @dg.op(
        name="look",
        config_schema={},
        description="Looks whether anything needs attention, and tells whoever alerts.toml names.",
    )
    def look(context: dg.OpExecutionContext) -> None:
        stay_alive(context.instance, context.run_id)  # killed, it must keep no build waiting
        settings = settings_of(home.home)
        found = look_at(home, settings)
        for each in found:
            context.log.warning(str(each))
        if found and settings.urls:
            tell(home, settings, found)

    @dg.job(name="morning", executor_def=in_process, description="Tells a person what needs attention.")
    def morning() -> None:
        look()

    return dg.ScheduleDefinition(
        name="morning",
        job=morning,
        cron_schedule=f"{by.minute} {by.hour} * * *",
        execution_timezone="Asia/Shanghai",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="By six (or when alerts.toml says) the night's build is published, or a person is told.",
    )
