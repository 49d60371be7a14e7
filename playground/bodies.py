"""Reading a request's parameters: JSON, urlencoded or multipart, as the Bot API takes them."""

import json
from email.message import Message
from email.parser import HeaderParser
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from playground.parameters import Upload
from playground.refusals import TOO_LARGE, UNREADABLE_BODY, RefusedError

BODY_LIMIT = 60 * 1024 * 1024  # bytes; a document of 50 MB and room for the rest


async def read_parameters(request: Request) -> dict[str, Any]:
    """Parameters of the address and of the body; the body wins."""
    given: dict[str, Any] = dict(request.query_params)
    body = await _bounded(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json" and body:
        given |= _from_json(body)
    elif kind == "multipart/form-data":
        given |= _from_multipart(request.headers["content-type"], body)
    elif body:
        given |= _from_urlencoded(body)
    return given


async def _bounded(request: Request) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > BODY_LIMIT:
            raise RefusedError(TOO_LARGE)
        chunks.append(chunk)
    return b"".join(chunks)


def _from_json(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise RefusedError(UNREADABLE_BODY, kind="JSON object")
    return given


def _from_urlencoded(body: bytes) -> dict[str, Any]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    except ValueError:
        raise RefusedError(UNREADABLE_BODY, kind="urlencoded UTF-8") from None


def _from_multipart(content_type: str, body: bytes) -> dict[str, Any]:
    boundary = _headers(f"Content-Type: {content_type}".encode()).get_boundary()
    pieces = (b"\r\n" + body).split(b"\r\n--" + (boundary or "").encode())
    if not boundary or len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise RefusedError(UNREADABLE_BODY, kind="multipart/form-data")
    return dict(_field(piece) for piece in pieces[1:-1])


def _field(piece: bytes) -> tuple[str, str | Upload]:
    head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    headers = _headers(head)
    field = str(headers.get_param("name", "", "content-disposition"))
    name = headers.get_filename()
    return field, content.decode(errors="replace") if name is None else Upload(
        _plain(name), content
    )


def _headers(head: bytes) -> Message:
    return HeaderParser().parsestr(head.decode(errors="replace"))


def _plain(name: str) -> str:
    """A file's name without folders."""
    return name.replace("\\", "/").rpartition("/")[2] or "file"
