"""From a path to a document: what is found, how it is decoded, what cannot be read."""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from nvdx.documents import DocumentError, discover, parse_document, read_document
from nvdx.documents.decode import decode

SENTENCE = "甲公司第二季度营收为 12 亿元，同比增长 8%。"


def test_a_folder_gives_its_documents_sorted_and_no_others(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c.MARKDOWN", "d.pdf", ".hidden.md", "sub/e.md", ".git/f.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = [str(Path(path).relative_to(tmp_path)) for path in discover([tmp_path])]
    assert found == ["a.md", "b.txt", "c.MARKDOWN", "sub/e.md"]


def test_a_named_file_is_taken_whatever_its_suffix_and_in_the_order_given(tmp_path: Path) -> None:
    other, note = tmp_path / "note.log", tmp_path / "note.md"
    other.touch()
    note.touch()
    assert list(discover([str(other), "-", note])) == [str(other), "-", str(note)]


def test_a_missing_path_is_told_before_anything_is_found(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        discover([tmp_path, tmp_path / "none.md"])
    assert caught.value.path == str(tmp_path / "none.md")
    assert str(caught.value).endswith("none.md: no such file or folder")


def test_discovery_is_lazy(tmp_path: Path) -> None:
    found = discover([tmp_path])
    assert isinstance(found, Iterator)
    (tmp_path / "late.md").touch()
    assert list(found) == [str(tmp_path / "late.md")]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(SENTENCE.encode(encoding))
    document = read_document(str(path))
    assert (document.text, document.encoding, document.path) == (SENTENCE, encoding, str(path))


def test_big5_and_gb18030_are_told_apart() -> None:
    assert decode("這一季的營收為 12 億元，年增 8%。".encode("big5"))[1] == "big5hkscs"
    assert decode("这一季的营收为 12 亿元，同比增长 8%。".encode("gb18030"))[1] == "gb18030"


def test_a_byte_order_mark_counts_as_the_decoded_text_has_it(tmp_path: Path) -> None:
    path = tmp_path / "bom.md"
    path.write_bytes(b"\xef\xbb\xbf" + "# 标题\r\n营收 5 亿元。".encode())
    document = read_document(str(path))
    assert document.text == path.read_bytes().decode("utf-8")
    assert document.blocks[0].text == "标题"  # type: ignore[union-attr]
    assert document.blocks[0].origin.span(0, 2) == (3, 5)  # type: ignore[union-attr]


def test_a_file_cut_within_a_character_is_still_utf8() -> None:
    data = (SENTENCE * 20).encode()[:-1]
    assert decode(data) == ((SENTENCE * 20)[:-1] + "\ufffd", "utf-8", 1)


def test_what_is_no_text_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    with pytest.raises(DocumentError, match="not a text file"):
        read_document(str(path))


def test_a_folder_cannot_be_read_as_a_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        read_document(str(tmp_path))


def test_an_error_survives_the_way_back_from_a_worker() -> None:
    error = pickle.loads(pickle.dumps(DocumentError("a.md", "not a text file")))
    assert (error.path, error.message) == ("a.md", "not a text file")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SENTENCE.encode())))
    document = read_document("-")
    assert (document.path, document.text) == ("-", SENTENCE)


def test_lines_are_counted_from_one() -> None:
    document = parse_document("一\r\n二\n\n四")
    assert [document.line_of(at) for at in (0, 3, 5, 6)] == [1, 2, 3, 4]


def test_what_the_caller_knows_overrules_the_page() -> None:
    document = parse_document(
        "---\ntitle: 甲\ndate: 2024-01-02\n---\n乙", title="丙", published=date(2025, 3, 4)
    )
    assert (document.meta.title, document.meta.published) == ("丙", date(2025, 3, 4))


def test_an_empty_document() -> None:
    document = parse_document("")
    assert document.blocks == ()
    assert document.meta.title is None
    assert document.line_of(0) == 1
