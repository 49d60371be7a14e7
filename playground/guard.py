"""Lets no other web page of the same browser act or read here."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

#: What browsers send of themselves: from where a request comes, seen from where it goes to.
OWN = ("same-origin", "none")
#: A link somewhere else may lead to the page, and to nothing that acts.
PAGE = "/"


class OwnPageOnly:
    """Programs say nothing of where they come from; browsers always do, and only our page may."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._app if _is_own(scope) else PlainTextResponse("Another page asks.", 403)
        await answer(scope, receive, send)


def _is_own(scope: Scope) -> bool:
    if scope["type"] != "http":
        return False
    headers = Headers(scope=scope)
    origin = headers.get("origin", "")
    if origin and origin != f"http://{headers.get('host')}":
        return False
    is_page = scope["path"] == PAGE and headers.get("sec-fetch-mode") == "navigate"
    return is_page or headers.get("sec-fetch-site", "none") in OWN
