"""Sending through the channels of a home: mail, webhooks, chat, whatever Apprise knows.

Belongs here: the one call of that library. Does not: what is said (attention).
"""

from __future__ import annotations

from collections.abc import Sequence

from yusuan.errors import YusuanError


def send(urls: Sequence[str], title: str, body: str) -> None:
    """Send one message through every channel.

    Raises YusuanError, without any password, for those that did not take it; the others have it.
    """
    import apprise  # takes a while, and only who sends needs it

    failed = []
    for number, url in enumerate(urls, start=1):
        channel = apprise.Apprise()
        if not channel.add(url) or not channel.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT):
            failed.append(f"{number} ({url.partition(':')[0]})")
    if failed:
        raise YusuanError(
            f"not every channel took the alert: number {', '.join(failed)} of alerts.toml", do="check its address"
        )
