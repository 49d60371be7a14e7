"""A stand-in for the register on 127.0.0.1, over real HTTP, with every way in which it fails.

It answers as the real one was seen to: text/plain errors, a total on the first page alone, a token
whenever a page is full (so that the last page may be empty), tokens that die with their data.
"""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

Study = dict[str, Any]
HTML = "<html><title>403 Forbidden</title></html>"


class StandIn:
    def __init__(self, *answers: list[Study], stamp: str = "2026-11-27T09:00:06") -> None:
        """`answers`: what each question brings, by the order of questions in the pack."""
        self.answers, self.stamp, self.size = list(answers), stamp, 1000
        self.asked: list[dict[str, str]] = []
        self.agents: list[str] = []
        #: What the next answers to /studies are: a status, or one of the words in `_odd`.
        self.fail: Sequence[int | str] = []
        #: Refused by the name of their program.
        self.refuses: Callable[[str], bool] = lambda _: False
        #: Set once a page was asked for.
        self.begun = asyncio.Event()
        self.changes_stamp_at_version = 0
        self.extra_total = 0

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_get("/api/v2/version", self._version)
        app.router.add_get("/api/v2/studies", self._studies)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/v2"
        finally:
            await runner.cleanup()

    async def _version(self, request: web.Request) -> web.Response:
        self.asked.append({"path": "version"})
        if self._refused(request):
            return web.Response(status=403, text=HTML, content_type="text/html")
        if self.changes_stamp_at_version:
            self.changes_stamp_at_version -= 1
            self.stamp = self.stamp[:-1] + str((int(self.stamp[-1]) + 1) % 10)
        return web.json_response({"apiVersion": "2.0.5", "dataTimestamp": self.stamp})

    def _refused(self, request: web.Request) -> bool:
        self.agents.append(request.headers["User-Agent"])
        return self.refuses(request.headers.get("Accept-Encoding", ""))

    async def _studies(self, request: web.Request) -> web.StreamResponse:
        query = dict(request.query)
        self.begun.set()
        self.asked.append(query)
        if self._refused(request):
            return web.Response(status=403, text=HTML, content_type="text/html")
        odd, *self.fail = [*self.fail] or [""]
        if isinstance(odd, int):
            return web.Response(status=odd, text="Too many requests or other trouble")
        if odd == "html":
            return web.Response(text="<html>maintenance</html>", content_type="text/html")
        if odd == "replaced":
            self.stamp = "2026-11-28T09:00:06"
        return await self._page(request, query, odd)

    async def _page(
        self, request: web.Request, query: dict[str, str], odd: str
    ) -> web.StreamResponse:
        start, size = 0, min(int(query.get("pageSize", "10")), self.size)
        if token := query.get("pageToken"):
            stamp, start = json.loads(base64.urlsafe_b64decode(token))
            if stamp != self.stamp:
                return web.Response(status=400, text="Invalid page token")
        rows = self._rows(query)
        page = rows[start : start + size]
        body: dict[str, Any] = {"studies": page}
        if not token and query.get("countTotal") == "true":
            body["totalCount"] = len(rows) + self.extra_total
        if len(page) == size:
            raw = json.dumps([self.stamp, start + size]).encode()
            body["nextPageToken"] = base64.urlsafe_b64encode(raw).decode()
        text = json.dumps(body)
        if odd == "half":
            return web.Response(text=text[: len(text) // 2], content_type="application/json")
        if odd == "list":
            return web.json_response([])
        if odd == "torn":
            return await self._torn(request, text)
        return web.Response(text=text, content_type="application/json")

    def _rows(self, query: dict[str, str]) -> list[Study]:
        if wanted := query.get("filter.ids"):
            every = [study for answer in self.answers for study in answer]
            return [study for study in every if number(study) in wanted.split(",")]
        return self.answers[0 if query["query.cond"] == "breast cancer" else 1]

    @staticmethod
    async def _torn(request: web.Request, text: str) -> web.StreamResponse:
        answer = web.StreamResponse()
        answer.content_type, answer.content_length = "application/json", len(text)
        await answer.prepare(request)
        await answer.write(text[: len(text) // 2].encode())
        assert request.transport
        request.transport.close()
        return answer


def number(study: Study) -> str:
    return str(study["protocolSection"]["identificationModule"]["nctId"])


def site(
    city: str = "Leeds",
    country: str = "United Kingdom",
    point: tuple[float, float] | None = (53.8, -1.55),
    status: str | None = "RECRUITING",
    facility: str = "General Hospital",
    state: str = "",
) -> dict[str, Any]:
    made: dict[str, Any] = {"city": city, "country": country, "facility": facility}
    made |= {"geoPoint": {"lat": point[0], "lon": point[1]}} if point else {}
    made |= {"status": status} if status else {}
    return {**made, "state": state} if state else made


def study(
    n: int,
    title: str = "Metastatic breast cancer and a new tablet",
    *sites: dict[str, Any],
    status: str = "RECRUITING",
    phases: tuple[str, ...] = ("PHASE2",),
    criteria: str = "",
    purpose: str = "",
) -> Study:
    arms = {"armGroups": [{"type": "EXPERIMENTAL", "interventionNames": ["Drug: Examplinib"]}],
            "interventions": [{"type": "DRUG", "name": "Examplinib"}]}  # fmt: skip
    section = {
        "identificationModule": {"nctId": f"NCT{n:08d}", "briefTitle": title},
        "statusModule": {
            "overallStatus": status,
            "studyFirstPostDateStruct": {"date": "2025-03-01"},
            "lastUpdatePostDateStruct": {"date": f"2026-10-{1 + n % 28:02d}"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Example Institute"}},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": list(phases),
            "designInfo": {"allocation": "RANDOMIZED", "primaryPurpose": purpose},
        },
        "armsInterventionsModule": arms,
        "eligibilityModule": {"eligibilityCriteria": criteria},
        "contactsLocationsModule": {"locations": list(sites) or [site()]},
    }
    return {"protocolSection": section}
