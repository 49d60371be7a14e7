"""The code knows no illness: what is about one stands in its pack."""

import re

import pytest

from tests.test_architecture import ROOT, TOPS

#: Words of the first pack; another pack has none of these things.
OF_ONE_PACK = re.compile(
    r"cancer|tumou?r|oncolog|\bmbc\b|metasta|palliat|\btrials?\b|treatment|chemo|radiation|surg"
    r"|immuno|hormon|estrogen|hospice|breast|bone-health|her2|letrozole|palbociclib",
    re.IGNORECASE,
)
#: Every illness has trials: a setting, a command and the file of a pack are called so.
SAYS_TRIALS = {"bot/settings.py", "bot/cli/register.py", "bot/library/model/finder.py"}
SAYS_TRIALS |= {"bot/cli/main.py", "bot/runtime/serve.py", "bot/runtime/playground.py"}
#: Migrations that were released are never changed.
WRITTEN_BEFORE = {"0006_keep_visits.sql"}


@pytest.mark.slow
def test_no_code_knows_which_illness_the_pack_is_about() -> None:
    kinds = ("py", "js", "html", "css", "sql")
    files = [f for top in TOPS for kind in kinds for f in ROOT.glob(f"{top}/**/*.{kind}")]
    known = {
        f"{file.relative_to(ROOT)}: {hit[0]}"
        for file in files
        if file.name not in WRITTEN_BEFORE
        for hit in OF_ONE_PACK.finditer(file.read_text("utf-8"))
        if not (hit[0].lower() == "trials" and str(file.relative_to(ROOT)) in SAYS_TRIALS)
    }
    assert known == set()


@pytest.mark.parametrize("text", ["an oncologist", "MENU = 'treatments'", "/trials", "MBC", "HER2"])
def test_a_word_of_the_first_pack_would_be_noticed(text: str) -> None:
    assert OF_ONE_PACK.search(text)
