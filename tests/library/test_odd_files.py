"""What lies in a pack under the name of a file and is none: it neither hangs nor fills memory."""

import os
from pathlib import Path, PurePosixPath

import pytest

from bot.library.danger.files import WEIGHTS, read_danger_model
from bot.library.load.drawings import read_drawings
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import SIZE_LIMIT, read_yaml

NAME = PurePosixPath("en/words.yaml")


def lay(path: Path, kind: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "link to nothing":
            path.symlink_to("nowhere")


@pytest.mark.parametrize("kind", ["pipe", "device", "link to nothing"])
def test_what_is_no_regular_file_is_told_at_once(tmp_path: Path, kind: str) -> None:
    lay(tmp_path / "words.yaml", kind)
    assert isinstance(read_yaml(tmp_path / "words.yaml", NAME), Problem)
    lay(tmp_path / WEIGHTS, kind)
    read = read_danger_model(tmp_path)
    assert read is None if kind == "link to nothing" else isinstance(read, Problem)
    lay(tmp_path / "pictures" / "one.svg", kind)
    problems: list[Problem] = []
    assert read_drawings(tmp_path, problems) == {}
    assert len(problems) == 1


def test_no_more_is_read_than_a_file_may_have(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_bytes(b"a" * SIZE_LIMIT * 3)
    read = read_yaml(path, NAME)
    assert isinstance(read, Problem)
    assert read.kind == "too-big"
