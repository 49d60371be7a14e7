"""Asks the public register its fixed questions over HTTP; nothing of any person is in a request.

Version 2 of the interface of clinicaltrials.gov: pages, tokens that die with their data, errors in
plain text, and a firewall that refuses some programs with a page of HTML.
"""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

FIELDS = (
    "NCTId|BriefTitle|OfficialTitle|OverallStatus|StudyFirstPostDate|LastUpdatePostDate"
    "|LeadSponsorName|BriefSummary|Condition|Keyword|StudyType|Phase|DesignAllocation"
    "|DesignPrimaryPurpose|ArmGroupType|ArmGroupInterventionName|InterventionType"
    "|InterventionName|EligibilityCriteria|LocationFacility|LocationStatus|LocationCity"
    "|LocationState|LocationCountry|LocationGeoPoint"
)
#: A question of the pack may say otherwise, and adds its own words.
ASKED = {
    "filter.overallStatus": "RECRUITING|NOT_YET_RECRUITING",
    "fields": FIELDS,
    "sort": "LastUpdatePostDate:desc",
    "pageSize": "1000",
    "countTotal": "true",
}
AGENT = "waymark-finder/1 (a bot that informs patients)"
TIMEOUT = aiohttp.ClientTimeout(total=120)
WAITS = (2.0, 4.0, 8.0)  # seconds between tries
PAUSE = 1.1  # seconds between calls; robots.txt asks for 1
BODY_LIMIT = 200 * 2**20  # bytes
PAGES_LIMIT = 100
IDS_A_CALL = 100


class RegisterError(Exception):
    """The register gave nothing that can be used; `kind` is one word for the operator."""

    kind = "odd"


class RefusedError(RegisterError):
    kind = "refused"


class UnreachableError(RegisterError):
    kind = "down"


class ReplacedError(RegisterError):
    """The data were replaced while they were read: begin again."""

    kind = "replaced"


@dataclass
class Register:
    url: str
    session: aiohttp.ClientSession
    proxy: str | None = None
    waits: Sequence[float] = WAITS
    pause: float = PAUSE
    _asked: bool = field(default=False, init=False)

    async def version(self) -> str:
        """When the register made the data that it has now."""
        answer = await self._ask("version", {})
        stamp = answer.get("dataTimestamp")
        if not isinstance(stamp, str) or len(stamp) < len("2026-11-27"):
            raise RegisterError("/version names no dataTimestamp")
        return stamp

    async def fetch(self, question: Mapping[str, str], into: Path) -> tuple[list[Path], int]:
        """All pages of an answer as files, and how many records they hold: all of them or none."""
        query, files = {**ASKED, **question}, list[Path]()
        total, ids = -1, set[str]()
        while len(files) < PAGES_LIMIT:
            files.append(into / f"{into.name}-{len(files)}.json")
            page = await self._ask("studies", query, files[-1])
            studies = page.get("studies", [])
            if "pageToken" not in query:
                total = page.get("totalCount", -1)
            ids |= {_id(study) for study in studies}
            token = page.get("nextPageToken")
            if not token:
                break
            query = {**query, "pageToken": token}
        if len(ids - {""}) != total:
            raise ReplacedError(f"{len(ids)} records came, {total} were promised")
        return files, total

    async def statuses(self, ids: Iterable[str]) -> dict[str, str]:
        """The status of records that left the questions, whoever may have saved them or not."""
        every, statuses = sorted(ids), dict[str, str]()
        for start in range(0, len(every), IDS_A_CALL):
            some = ",".join(every[start : start + IDS_A_CALL])
            query = {"filter.ids": some, "fields": "NCTId|OverallStatus", "pageSize": "1000"}
            for study in (await self._ask("studies", query)).get("studies", []):
                status = study.get("protocolSection", {}).get("statusModule", {})
                statuses[_id(study)] = str(status.get("overallStatus", ""))
        return statuses

    async def _ask(
        self, path: str, query: Mapping[str, str], keep: Path | None = None
    ) -> dict[str, Any]:
        """One call, tried again while there is hope."""
        why: Exception = RegisterError()
        for wait in (0.0, *self.waits):
            await asyncio.sleep(max(wait, self.pause if self._asked else 0.0))
            self._asked = True
            try:
                return await self._once(path, query, keep)
            except (TimeoutError, aiohttp.ClientError, _AgainError, ValueError) as error:
                why = error
        raise UnreachableError(f"{path}: {why or type(why).__name__}") from why

    async def _once(self, path: str, query: Mapping[str, str], keep: Path | None) -> dict[str, Any]:
        url = URL(f"{self.url.rstrip('/')}/{path}").with_query(query)
        headers = {"User-Agent": AGENT, "Accept": "application/json"}
        async with self.session.get(
            url, headers=headers, proxy=self.proxy, timeout=TIMEOUT
        ) as answer:
            body = await _body(answer)
            status, kind = answer.status, answer.content_type
        if status in (401, 403):
            status, kind, body = await asyncio.to_thread(_plainly, str(url), headers, self.proxy)
        if status in (401, 403):
            raise RefusedError(f"{path}: {status}, whoever asks")
        read = _sense(path, status, kind, body, "pageToken" in query)
        if keep:
            await asyncio.to_thread(keep.write_bytes, body)
        return read


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for part in answer.content.iter_any():
        body += part
        if len(body) > BODY_LIMIT:
            raise RegisterError(f"an answer of more than {BODY_LIMIT >> 20} MB")
    return bytes(body)


class _AgainError(Exception):
    """May pass by itself."""


def _sense(path: str, status: int, kind: str, body: bytes, is_later: bool) -> dict[str, Any]:
    """The answer as a mapping, once nothing speaks against it."""
    if status == 429 or status >= 500:
        raise _AgainError(str(status))
    if status == 400 and is_later:
        raise ReplacedError("a page of older data is asked for")
    if status != 200:
        said = body[:200].decode("utf-8", "replace") if kind == "text/plain" else kind
        raise RegisterError(f"{path}: {status} {said}")
    if kind != "application/json":
        raise _AgainError(f"{kind} instead of JSON")
    answer = json.loads(body)
    if not isinstance(answer, dict) or not isinstance(answer.get("studies", []), list):
        raise _AgainError("JSON of another shape")
    return answer


def _plainly(url: str, headers: dict[str, str], proxy: str | None) -> tuple[int, str, bytes]:
    """The same question by another client, as ourselves: some firewalls know only one of them."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - https by the setting
    ways = {"http": proxy, "https": proxy} if proxy else {}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler(ways))
    try:
        with opener.open(request, timeout=120) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read(BODY_LIMIT)
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read(1000)
    except (OSError, HTTPException) as error:
        raise _AgainError(type(error).__name__) from error


def _id(study: Any) -> str:
    section = study.get("protocolSection", {}) if isinstance(study, dict) else {}
    return str(section.get("identificationModule", {}).get("nctId", ""))
