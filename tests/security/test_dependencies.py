"""What we run besides our own code: locked, hashed, needed, and quiet only for a reason."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ["run", "dev", "bench"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
#: Needed without an import of ours: `zoneinfo` reads it.
NOT_IMPORTED = {"tzdata"}
PACKAGE = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)(?: ; ([^\\]+))? \\$")
HUSHED = re.compile(r"#\s*(?:noqa|type: ignore).*$")
WITH_REASON = re.compile(r"# (?:noqa: [A-Z0-9, ]+ - |type: ignore\[[a-z, -]+\]  # )[\w`].*$")


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def locked(name: str) -> dict[str, str]:
    """The packages of a lock with their versions."""
    found = filter(None, map(PACKAGE.match, lock(name).splitlines()))
    return {match[1]: match[2] for match in found}


def asked_for(name: str) -> list[Requirement]:
    groups = PROJECT["dependency-groups"] | {"run": PROJECT["project"]["dependencies"]}
    return [Requirement(line) for line in groups[name]]


def why(name: str) -> dict[str, set[str]]:
    """For each package who needs it, as the lock says."""
    found: dict[str, set[str]] = {}
    package = ""
    for line in lock(name).splitlines():
        if match := PACKAGE.match(line):
            package = match[1]
            found[package] = set()
        elif line.startswith("    #") and (told := line.strip(" #").removeprefix("via").strip()):
            found[package].add(told)
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_one_version_with_its_hashes(name: str) -> None:
    line, hashes = "", 0
    for line in lock(name).splitlines():
        if PACKAGE.match(line):
            hashes = 0
        elif line.startswith("    --hash=sha256:"):
            hashes += 1
        else:  # nothing but who needs it
            assert line.startswith("    #"), line
            assert hashes, line
    assert locked(name)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index_and_no_address(name: str) -> None:
    assert not re.search(r"://|index|find-links|trusted-host|@ |^-[ce]", lock(name), re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_what_the_project_asks_for_and_the_rest_is_needed(name: str) -> None:
    have, needed_by = locked(name), why(name)
    for requirement in asked_for(name):
        assert requirement.specifier.contains(
            have[canonicalize_name(requirement.name)], prereleases=True
        ), requirement
    asked = {canonicalize_name(requirement.name) for requirement in asked_for(name)}
    for package, parents in needed_by.items():
        assert parents, package
        is_asked = any("pyproject.toml" in parent for parent in parents)
        assert is_asked == (package in asked), package
        assert is_asked or parents & have.keys(), package


def test_no_two_locks_disagree() -> None:
    run, dev = locked("run"), locked("dev")
    assert {name for name in run.keys() & dev.keys() if run[name] != dev[name]} == set()


def test_what_runs_here_is_what_is_locked() -> None:
    assert {name: version(name) for name in locked("run")} == locked("run")


def imported() -> Iterator[str]:
    for folder in ("bot", "storage"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield node.module.partition(".")[0]
                elif isinstance(node, ast.Import):
                    yield from (alias.name.partition(".")[0] for alias in node.names)


@pytest.mark.slow
def test_what_is_imported_is_locked_and_what_is_asked_for_is_imported() -> None:
    owners = packages_distributions()
    used = {canonicalize_name(owner) for name in imported() for owner in owners.get(name, ())}
    used.discard("waymark")
    assert used <= locked("run").keys()
    asked = {canonicalize_name(requirement.name) for requirement in asked_for("run")}
    assert asked - used == NOT_IMPORTED


def hushed() -> Iterator[str]:
    for folder in ("bot", "storage"):
        for path in (ROOT / folder).rglob("*.py"):
            for line in path.read_text().splitlines():
                if HUSHED.search(line):
                    yield f"{path.relative_to(ROOT)}: {line.strip()}"


def test_no_warning_is_hushed_without_a_reason() -> None:
    every = list(hushed())
    assert every
    assert [line for line in every if not WITH_REASON.search(line)] == []


@pytest.mark.parametrize("line", ["x  # noqa", "x  # noqa: S603", "x  # type: ignore[misc]"])
def test_a_missing_reason_would_be_noticed(line: str) -> None:
    assert HUSHED.search(line)
    assert not WITH_REASON.search(line)


def test_rules_about_security_are_on_for_all_that_runs() -> None:
    lint = PROJECT["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    assert not any(rule.startswith("S") for rule in lint.get("ignore", []))
    eased = {path for path, rules in lint["per-file-ignores"].items()
             if any(rule.startswith("S") for rule in rules)}  # fmt: skip
    assert eased <= {"tests/**", "bench/**"}
