from __future__ import annotations

import os
from pathlib import Path

import pytest

from nvdx.output.files import whole_file


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    with whole_file(path) as stream:
        stream.write(b"one\n")
        stream.flush()
        assert not path.exists()
    assert path.read_bytes() == b"one\n"
    assert os.listdir(tmp_path) == ["facts.jsonl"]


def test_an_error_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_bytes(b"old\n")
    with pytest.raises(RuntimeError), whole_file(path) as stream:
        stream.write(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"old\n"
    assert os.listdir(tmp_path) == ["facts.jsonl"]


def test_links_and_permissions_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "target.jsonl", tmp_path / "link.jsonl"
    target.write_bytes(b"old\n")
    target.chmod(0o640)
    link.symlink_to(target)
    with whole_file(link) as stream:
        stream.write(b"new\n")
    assert link.is_symlink()
    assert target.read_bytes() == b"new\n"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_device_is_not_replaced() -> None:
    with whole_file(Path("/dev/null")) as stream:
        stream.write(b"gone")
    assert not Path("/dev/null").is_file()


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), whole_file(tmp_path / "no" / "facts.jsonl"):
        pass


def test_a_private_file_is_private_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    path.touch(0o600)
    with whole_file(path) as stream:
        stream.write(b"new\n")
        [draft] = set(tmp_path.iterdir()) - {path}
        assert draft.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to every file")
def test_a_file_that_is_write_protected_stays(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    path.touch(0o400)
    with pytest.raises(PermissionError) as caught, whole_file(path):
        pass
    assert caught.value.filename == str(path)


def test_names_may_be_as_long_as_the_system_has_them(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    with whole_file(path) as stream:
        stream.write(b"new\n")
    assert os.listdir(tmp_path) == [path.name]


def test_a_link_to_what_is_not_there_yet_stays_a_link(tmp_path: Path) -> None:
    (link := tmp_path / "link.jsonl").symlink_to("target.jsonl")
    with whole_file(link) as stream:
        stream.write(b"new\n")
    assert link.is_symlink()
    assert (tmp_path / "target.jsonl").read_bytes() == b"new\n"


def test_errors_tell_the_name_that_was_given(tmp_path: Path) -> None:
    (loop := tmp_path / "loop").symlink_to("loop")
    for path in (loop, tmp_path, tmp_path / "no" / "facts.jsonl"):
        with pytest.raises(OSError) as caught, whole_file(path):
            pass
        assert caught.value.filename == str(path)
    with pytest.raises(RuntimeError), whole_file(Path("/dev/null")):
        raise RuntimeError
    with pytest.raises(OSError) as caught, whole_file(Path("/dev/full")) as stream:
        stream.write(b"x")
    assert caught.value.filename == "/dev/full"
