"""Results files as other programs hand them back."""

import re

import pytest
from unit.samples import failed

from extractor import ResultsError, read_results

LINE = failed().model_dump_json()


def test_byte_order_mark_and_blank_lines_are_no_results(tmp_path):
    path = tmp_path / "results.jsonl"
    path.write_bytes(f"\ufeff{LINE}\r\n\r\n{LINE}\n\n".encode())
    assert list(read_results(path)) == [failed(), failed()]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"{LINE}\n{{}}\n", "#2 is not a result: source: Field required; give a file that"),
        (f"{LINE}\n{LINE[:40]}", "#2 is not a result: Invalid JSON: "),
        (b"\xff\xfe", " is not a results file: it is not UTF-8 text; give a file that"),
        (None, " can't be read: No such file or directory; give a file that"),
    ],
)
def test_what_is_no_result_is_named_with_its_line_and_field(tmp_path, content, said):
    path = tmp_path / "results.jsonl"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ResultsError, match=re.escape(f"{path}{said}")):
        list(read_results(path))
