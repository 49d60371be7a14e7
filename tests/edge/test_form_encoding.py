"""What is written in a call's form arrives as it was written."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edge.http_clients import _encoded

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.slow
@given(st.dictionaries(st.text("abcdefgh_", min_size=1), TEXT))
def test_a_form_reads_back_as_it_was_written(fields: dict[str, str]) -> None:
    read = parse_qsl(_encoded(fields).decode("ascii"), keep_blank_values=True, strict_parsing=True)
    assert dict(read) == fields
