"""The preview on paper."""

from pathlib import Path

import pypdfium2
from playwright.async_api import Browser

from bot.preview.site import write_site
from tests.asthma_pack import write_asthma
from tests.conftest import NOW


async def test_the_first_sheet_of_paper_is_in_use(browser: Browser, tmp_path: Path) -> None:
    write_site(write_asthma(tmp_path / "pack"), tmp_path / "site", NOW.date())
    opened = await browser.new_page()
    for page in ("about-asthma", "urgent-help", "about-asthma-sign-off"):
        await opened.goto((tmp_path / "site" / f"en/{page}.html").as_uri())
        printed = await opened.pdf(prefer_css_page_size=True)
        sheets = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(printed)]
        assert len(sheets) > 1, page
        assert len(sheets[0]) > 600, (page, sheets[0])
    await opened.close()
