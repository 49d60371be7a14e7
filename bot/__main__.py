import sys

try:
    from bot.cli.main import main

    main()  # a command imports what it needs, so that may be missing here, too
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] in ("bot", "storage"):
        raise
    sys.exit(
        f"This Python lacks {error.name}: start Waymark with ./waymark (or make run), which use the"
        " environment in .venv."
    )
