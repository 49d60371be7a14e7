"""Backup, restore and a new key for the SQLite file. A crash anywhere leaves a file that opens."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from storage.engine.migrate import MIGRATIONS, read_migrations
from storage.engine.sqlcipher import check_sound, check_whole, connect, explained, opens
from storage.errors import (
    AlreadyThereError,
    CorruptDatabaseError,
    MissingDatabaseError,
    ReadOnlyError,
    SchemaTooNewError,
    StorageError,
    WrongKeyError,
)
from storage.files.atomic import new_private_file, owned, put_in_place, sync_folder
from storage.files.keys import DataKey, read_key_file, write_key_file
from storage.files.restored import Restored, mark_restored


def backup(path: Path, key: DataKey, file: Path) -> None:
    """Copy the database, encrypted with its key, while the bot runs or not."""
    _refuse_same(path, file)
    if not _opens(path, key):
        raise WrongKeyError(path)
    with _writable(file):
        _copy(path, key, file, key)


def restore(
    file: Path, path: Path, key: DataKey, now: datetime, *, force: bool = False
) -> Restored:
    """Put a backup in the database's place, once all of it has been checked.

    What has been due since the backup was made is marked, so that it does not come as if new.
    """
    _refuse_same(path, file)
    if path.exists() and not force:
        raise AlreadyThereError(path)
    check_sound(file, key)
    _check_schema(file, key)
    with owned(path), _writable(path):
        part = _part(path)
        new_private_file(part)
        shutil.copyfile(file, part)
        check_sound(part, key)
        restored = mark_restored(part, key, now)
        _retire_log(path, key)
        put_in_place(part, path)
    return restored


def rotate_key(path: Path, old: DataKey, new: DataKey) -> None:
    """Encrypt the database anew. Until the last step the old key opens it, from then on the new."""
    with owned(path):
        _encrypt_anew(path, old, new)


def rotate_key_file(path: Path, key_file: Path) -> None:
    """Make a new key, encrypt anew, swap the key file; where it is a link, what that leads to."""
    key_file = key_file.resolve()
    with owned(path):
        _settle_keys(path, key_file)
        old, new = read_key_file(key_file), DataKey.make()
        write_key_file(staged_key(key_file), new)
        try:
            _encrypt_anew(path, old, new)
        finally:
            _settle_keys(path, key_file)


def finish_rotation(path: Path, key_file: Path) -> None:
    """After a crash in `rotate_key_file`, at the next start: the key file gets the right key."""
    key_file = key_file.resolve()
    if staged_key(key_file).exists():
        with owned(path):
            _settle_keys(path, key_file)


def staged_key(key_file: Path) -> Path:
    """Where a new key waits, beside the old one, until the database is encrypted with it."""
    return key_file.with_name(key_file.name + ".new")


def _settle_keys(path: Path, key_file: Path) -> None:
    """Of the key in use and the one that waits, keep the one that opens the database."""
    staged = staged_key(key_file)
    if not staged.exists():
        return
    with _writable(key_file):
        if key_file.exists() and _opens(path, read_key_file(key_file)):
            staged.unlink()
            _part(path).unlink(missing_ok=True)
        elif _opens(path, read_key_file(staged)):
            _keep_old_key(key_file, staged)
            staged.replace(key_file)
        else:
            raise WrongKeyError(path)
        sync_folder(key_file.parent)


def old_keys(key_file: Path) -> list[Path]:
    """The keys that were in use before; they open the backups of their time."""
    key_file = key_file.resolve()
    return sorted(key_file.parent.glob(f"{key_file.name}.old-*"))


def _keep_old_key(key_file: Path, staged: Path) -> None:
    """Keep the key under the day of the rotation, once, also after a crash in between."""
    old = read_key_file(key_file) if key_file.exists() else None
    if old is None or any(
        old.reveal().encode() in file.read_bytes() for file in old_keys(key_file)
    ):
        return
    day = datetime.fromtimestamp(staged.stat().st_mtime, UTC).date()
    name = f"{key_file.name}.old-{day}"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    places = (key_file.with_name(name) for name in names)
    write_key_file(next(place for place in places if not place.exists()), old)


def _encrypt_anew(path: Path, old: DataKey, new: DataKey) -> None:
    with _writable(path):
        if not _opens(path, old):
            raise WrongKeyError(path)
        _fold_log(path, old)
        _copy(path, old, path, new)


def _copy(path: Path, key: DataKey, file: Path, file_key: DataKey) -> None:
    """A consistent copy under a key of its own, checked before it takes its place."""
    part = _part(file)
    new_private_file(part)
    try:
        with explained(path), closing(connect(path, key)) as source:
            source.execute("ATTACH ? AS copy KEY ?", (str(part), file_key.raw_form()))
            source.execute("BEGIN")  # one snapshot for every table, whatever is written meanwhile
            source.execute("SELECT sqlcipher_export('copy')").fetchall()
            source.execute("COMMIT")
        check_sound(part, file_key)
        put_in_place(part, file)
    finally:
        part.unlink(missing_ok=True)


def _fold_log(path: Path, key: DataKey) -> None:
    """Fold the log in and drop it: beside the new file it would be taken for the new file's own."""
    with explained(path), closing(connect(path, key)) as database:
        database.execute("PRAGMA journal_mode = DELETE").fetchall()


def _retire_log(path: Path, key: DataKey) -> None:
    """Before a file is replaced: fold its log in, or drop it where the file no longer opens."""
    with suppress(MissingDatabaseError, CorruptDatabaseError):
        if _opens(path, key):
            _fold_log(path, key)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _opens(path: Path, key: DataKey) -> bool:
    if not path.exists():
        raise MissingDatabaseError(path)
    check_whole(path)
    return opens(path, key)


def _check_schema(file: Path, key: DataKey) -> None:
    known = len(read_migrations(MIGRATIONS))
    with explained(file), closing(connect(file, key)) as database:
        try:
            [[schema]] = database.execute("SELECT MAX(number) FROM schema_migrations").fetchall()
        except sqlcipher.OperationalError:
            raise StorageError(f"The file {file} is no backup of this program.") from None
    if (schema or 0) > known:
        raise SchemaTooNewError(schema, known)


def _refuse_same(path: Path, file: Path) -> None:
    if path.resolve() == file.resolve():
        raise StorageError(f"The backup and the database are the same file, {path}.")


def _part(file: Path) -> Path:
    return file.with_name(file.name + ".part")


@contextmanager
def _writable(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        raise ReadOnlyError(file) from None
