"""Another page of the same browser can neither act nor read in the playground."""

import httpx
import pytest

from playground.server import Playground

OTHER = "https://elsewhere.example"


async def asked(playground: Playground, path: str, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(base_url=playground.url) as browser:
        return (await browser.get(path, headers=named)).status_code


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/api/state", "/bot1:guess/getMe"])
async def test_a_request_of_another_page_is_refused(playground: Playground, path: str) -> None:
    assert await asked(playground, path, origin=OTHER) == 403
    assert await asked(playground, path, sec_fetch_site="cross-site") == 403
    assert await asked(playground, path, sec_fetch_site="same-site") == 403


async def test_a_link_from_elsewhere_may_lead_to_the_page(playground: Playground) -> None:
    link = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}
    assert await asked(playground, "/", **link) == 200
    assert await asked(playground, "/bot1:guess/getMe", **link) == 403


async def test_its_own_page_and_programs_are_let_in(playground: Playground) -> None:
    assert await asked(playground, "/", sec_fetch_site="same-origin") == 200
    assert await asked(playground, "/") == 200
