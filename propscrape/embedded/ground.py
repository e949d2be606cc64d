"""Where embedded servers keep their files: in the data folder, or beside it where their user cannot get there."""

import secrets
from pathlib import Path

from .errors import EmbeddedServerError
from .server_user import is_reachable

# Under root the servers are `nobody`, who cannot enter, say, /root. Opening a parent folder is not ours to do.
ELSEWHERE = Path("/var/lib/propscrape")


def server_ground(home: Path) -> Path:
    """The folder below which servers keep data and binaries; `home/servers` leads there in either case.

    Raises EmbeddedServerError when no folder can be found that the server's user can reach.
    """
    link = home / "servers"
    if link.is_symlink():
        # A data folder that was removed and made again must not find the old one's data: hence the random name.
        link.readlink().mkdir(mode=0o711, parents=True, exist_ok=True)
        return link.readlink()
    if is_reachable(home):
        link.mkdir(mode=0o711, exist_ok=True)
        return link
    ground = ELSEWHERE / secrets.token_hex(8)
    try:
        ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
        ground.mkdir(mode=0o711)
    except OSError as error:
        raise EmbeddedServerError(
            f"{home} cannot be reached by the user the database runs as, and {ELSEWHERE} cannot be made ({error}): "
            "set PROPSCRAPE_HOME to a folder every user may pass through"
        ) from error
    link.symlink_to(ground)
    return ground
