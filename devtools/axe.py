"""axe-core on a page as it is now."""

from __future__ import annotations

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

# WCAG 2.2 up to AA, and axe's own good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def violations(page: Page) -> list[str]:
    """Return a line for each rule that the page breaks, with the elements that break it."""
    # What fades in has too little contrast until it is there; the panel does so again when the window's size changes.
    await page.emulate_media(reduced_motion="reduce")
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    results = (await Axe().run(page, options=options)).response
    return [
        f"{violation['id']}: {'; '.join(str(node['target']) for node in violation['nodes'])}"
        for violation in results["violations"]
    ]
