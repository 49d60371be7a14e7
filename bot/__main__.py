import sys

try:
    from bot.cli.main import main
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] in ("bot", "storage"):
        raise
    sys.exit(
        f"This Python lacks {error.name}: start Waymark with ./waymark (or make run), which use the"
        " environment in .venv."
    )

main()
