"""Who can be reached is told as it is when somebody looks: nobody is offered while nobody is there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.async_api import expect

from bot.hours.clock import HELSINKI
from bot.wording.i18n import words
from devtools.chat import Visit
from devtools.sites import Site

# The last minute of a Monday in which each audience reaches somebody; the next opening is on Tuesday.
LAST_MINUTE = {
    "public": datetime(2026, 11, 23, 15, 59, tzinfo=HELSINKI),
    "partner": datetime(2026, 11, 23, 14, 59, tzinfo=HELSINKI),
}
TUESDAY = {"fi": "tiistaina 24.11.2026", "en": "Tuesday 24 November 2026"}


@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize("language", TUESDAY)
@pytest.mark.parametrize("audience", LAST_MINUTE)
async def test_a_person_is_offered_in_the_last_minute_and_no_longer_in_the_next(
    visit: Visit, site: Site, audience: str, language: str, screen: str
) -> None:
    site.now = LAST_MINUTE[audience]
    attributes = f'lang="{language}" audience="{audience}" open'
    chat = await visit(site.embed(attributes=attributes), screen=screen, language=language)
    channel = chat.part("human-channel")
    await chat.part("human-open").click()
    await expect(channel).to_contain_text(words("reach.now", language))
    await expect(channel).not_to_contain_text(TUESDAY[language])
    await chat.part("human-close").click()
    await expect(channel).to_be_hidden()
    site.now += timedelta(minutes=1)
    await chat.menu("human")
    await expect(channel).to_contain_text(words("reach.later", language))
    await expect(channel).to_contain_text(TUESDAY[language])
    await expect(channel).not_to_contain_text(words("reach.now", language))
