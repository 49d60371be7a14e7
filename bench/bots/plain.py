"""What the plain bots show: a text and a menu of the size of ours."""

TEXT = "<b>Hormone therapy</b>\n\n" + "Plain words about one kind of treatment, with sources. " * 9
LABELS = [[f"Choice {row}.{place}" for place in range(2)] for row in range(8)]
TOKEN = "100001:bench"  # noqa: S105 - opens nothing
