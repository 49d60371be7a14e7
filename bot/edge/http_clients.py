"""The two HTTP clients that can carry our calls: aiohttp, and httpx as PTB comes with it.

Both behave the same and fail the same. No error of theirs holds an address, for the token is in it.
"""

import json
import ssl
from functools import lru_cache
from typing import Any

import aiohttp
import httpx
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData
from yarl import URL

CONNECT, WRITE, READ, POOL, UPLOAD = 5.0, 5.0, 20.0, 10.0, 20.0  # seconds
KEPT_ALIVE = 15.0  # seconds; Telegram closes idle connections a little later
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NEVER_SENT = (
    aiohttp.ClientConnectorError,  # refused, no such host, a certificate that is not right
    aiohttp.ConnectionTimeoutError,  # no connection in time, also none of the pool's
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)
NEVER_SENT_BY_HTTPX = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


class NeverSentError(Exception):
    """The cause of an error, when nothing of the request can have reached Telegram."""


def read_json(payload: bytes) -> Any:
    """Unlike PTB's own, it does not log an answer that can't be read: people's texts are in it."""
    try:
        return json.loads(payload.decode("utf-8", "replace"))
    except ValueError:
        raise TelegramError("Invalid server response") from None


class AiohttpRequest(BaseRequest):
    """One session and one pool of connections for each instance."""

    parse_json_payload = staticmethod(read_json)

    def __init__(
        self, connections: int, certificates: ssl.SSLContext, proxy: str | None = None
    ) -> None:
        self._connections, self._certificates, self._proxy = connections, certificates, proxy
        self._session: aiohttp.ClientSession | None = None
        #: What time it was for the server at its last answer, in its words.
        self.told_date = ""

    @property
    def read_timeout(self) -> float | None:
        return READ

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=self._connections,
                ssl=self._certificates,
                keepalive_timeout=KEPT_ALIVE,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("This request is not initialized!")
        body, headers = _body(request_data)
        uploads = isinstance(body, aiohttp.FormData)
        timeout = _timeout(
            _or(read_timeout, READ),
            _or(write_timeout, UPLOAD if uploads else WRITE),
            _or(connect_timeout, CONNECT),
            _or(pool_timeout, POOL),
            is_download=method == "GET",
        )
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=timeout,
                proxy=self._proxy,
                allow_redirects=False,
            ) as answer:
                self.told_date = answer.headers.get("Date", "")
                return answer.status, await answer.read()
        except Exception as error:
            failure = _failure(error)
        raise failure  # out here it drags nothing along that holds the address


class HttpxRequest(HTTPXRequest):
    """PTB's own, with our time-outs; it says when nothing was sent."""

    parse_json_payload = staticmethod(read_json)

    def __init__(
        self, connections: int, certificates: ssl.SSLContext, proxy: str | None = None
    ) -> None:
        self.told_date = ""
        super().__init__(
            connections,
            READ,
            WRITE,
            CONNECT,
            POOL,
            proxy=proxy,
            media_write_timeout=UPLOAD,
            httpx_kwargs={"verify": certificates, "event_hooks": {"response": [self._note_date]}},
        )

    async def _note_date(self, answer: httpx.Response) -> None:
        self.told_date = answer.headers.get("Date", "")

    async def do_request(self, *args: Any, **given: Any) -> tuple[int, bytes]:
        try:
            return await super().do_request(*args, **given)
        except TelegramError as error:
            if isinstance(error.__cause__, NEVER_SENT_BY_HTTPX):
                error.__cause__ = NeverSentError(type(error.__cause__).__name__)
            raise


def _or(given: Any, usual: float) -> float | None:
    return usual if given is BaseRequest.DEFAULT_NONE else given


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    """A form as Telegram takes it; with files it has several parts."""
    fields = data.json_parameters if data else {}
    if data is None or not data.contains_files:
        return (_encoded(fields), FORM) if fields else (None, {})
    form = aiohttp.FormData(quote_fields=False)  # names of files go as they are, in UTF-8
    for name, value in fields.items():
        form.add_field(name, value)
    for name, (file_name, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=kind)
    return form, {}


def _encoded(fields: dict[str, str]) -> bytes:
    """As `urllib.parse.urlencode` does it, which takes a tenth of a whole turn."""
    return URL.build(query=fields).raw_query_string.encode()


@lru_cache(maxsize=64)
def _timeout(
    read: float | None,
    write: float | None,
    connect: float | None,
    pool: float | None,
    *,
    is_download: bool,
) -> aiohttp.ClientTimeout:
    """Nothing limits writing there, so a call has a time-out for all of it; downloads may last."""
    parts = (read, write, connect, pool)
    total = None if is_download or None in parts else sum(part or 0 for part in parts)
    wait = None if connect is None or pool is None else connect + pool
    return aiohttp.ClientTimeout(total, wait, sock_connect=connect, sock_read=read)


def _failure(error: Exception) -> NetworkError:
    """Says what happened by name only: the words of aiohttp's errors hold the address."""
    name = f"aiohttp.{type(error).__name__}"
    is_late = isinstance(error, TimeoutError)
    failure = TimedOut(f"Timed out: {name}") if is_late else NetworkError(name)
    if isinstance(error, NEVER_SENT):
        failure.__cause__ = NeverSentError(name)
    return failure
