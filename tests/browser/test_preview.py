"""The preview on paper."""

from pathlib import Path

import pypdfium2
import pytest
from playwright.async_api import Browser

from bot.preview.site import write_site
from tests.conftest import CONTENT, NOW


@pytest.mark.parametrize("page", ["en/symptoms", "es/outlook", "en/surgery-sign-off"])
async def test_the_first_sheet_of_paper_is_in_use(
    browser: Browser, tmp_path: Path, page: str
) -> None:
    write_site(CONTENT, tmp_path / "site", NOW.date())
    opened = await browser.new_page()
    await opened.goto((tmp_path / "site" / f"{page}.html").as_uri())
    printed = await opened.pdf(prefer_css_page_size=True)
    await opened.close()
    sheets = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(printed)]
    assert len(sheets) > 2
    assert len(sheets[0]) > 600, sheets[0]
