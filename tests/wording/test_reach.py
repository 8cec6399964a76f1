"""Who can be reached is told as it is: nobody while nobody is there, and the partner chat never to the public."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot import hours
from bot.hours.clock import HELSINKI
from bot.languages import codes
from bot.wording.i18n import words
from bot.wording.reach import CHANNELS, reach

OPEN = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)
MOMENTS = [datetime(2026, 11, 20, 7, 0, tzinfo=HELSINKI) + timedelta(hours=step) for step in range(0, 24 * 45, 5)]


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize("audience", CHANNELS)
def test_a_person_is_offered_only_while_somebody_is_there(audience: str, language: str) -> None:
    heads = set()
    for moment in MOMENTS:
        text = reach(audience, language, moment)
        someone = any(hours.opening(channel, moment).is_open for channel in CHANNELS[audience])
        assert text.startswith(words("reach.now" if someone else "reach.later", language)), moment
        heads.add(someone)
    assert heads == {True, False}


@pytest.mark.parametrize(
    ("moment", "audience", "expected"),
    [
        (OPEN, "partner", ["chatti** on auki klo 15 asti", "020 692 235** vastaa klo 15 asti"]),
        (OPEN, "public", ["020 692 205** vastaa klo 16 asti"]),
        (OPEN.replace(hour=15), "partner", ["Juuri nyt kukaan ei vastaa", "avautuu tiistaina 24.11.2026 klo 9"]),
        (OPEN.replace(hour=15), "public", ["Nyt tavoitat", "vastaa klo 16 asti"]),
        (OPEN.replace(hour=16), "public", ["Juuri nyt kukaan ei vastaa", "avautuu tiistaina 24.11.2026 klo 9"]),
        (datetime(2026, 11, 28, 12, tzinfo=HELSINKI), "partner", ["avautuu maanantaina 30.11.2026 klo 9"]),
        (datetime(2026, 12, 24, 10, tzinfo=HELSINKI), "partner", ["kukaan ei vastaa", "Oletin, että palvelu on pyhäp"]),
        (datetime(2026, 12, 24, 10, tzinfo=HELSINKI), "public", ["kukaan ei vastaa", "maanantaina 28.12.2026"]),
    ],
    ids=lambda value: f"{value:%d.%m. %H}" if isinstance(value, datetime) else None,
)
def test_hours_in_words(moment: datetime, audience: str, expected: list[str]) -> None:
    text = reach(audience, "fi", moment)
    assert [part for part in expected if part not in text] == [], text


@pytest.mark.parametrize("language", codes())
def test_the_public_is_never_sent_to_the_partner_chat_or_line(language: str) -> None:
    partners = [
        words(f"reach.{channel}.open", language, {"phone.authority_line": "020 692 235"}, closes="")[:20]
        for channel in CHANNELS["partner"]
    ]
    for moment in MOMENTS:
        text = reach("public", language, moment)
        assert "020 692 235" not in text
        assert [part for part in partners if part in text] == []
