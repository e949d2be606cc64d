"""Becomes Chromium, after giving up what a browser of strangers' pages must not have. A program, not a module.

It runs alone (`python -I`), without anything of ours, and takes two arguments away from the browser's:
`--launcher-browser=` is its path, `--launcher-data-bytes=` the most that one of its processes may write to. Of the
environment nothing is left.
"""

import ctypes
import os
import resource
import signal
import sys

# No user of this number exists. As `nobody` it could read the embedded database's files, which that user owns
BROWSER_USER = 65533
BROWSER, DATA_BYTES, PROFILE = "--launcher-browser=", "--launcher-data-bytes=", "--user-data-dir="
PR_SET_PDEATHSIG = 1  # prctl(2)


def main() -> None:
    """Replace this process by the browser's."""
    browser, data_bytes, profile = _given(BROWSER), int(_given(DATA_BYTES)), _given(PROFILE)
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith((BROWSER, DATA_BYTES))]
    os.umask(0o077)
    if os.geteuid() == 0:
        _become_browser_user(profile)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (data_bytes, data_bytes))
        # After the change of user, which would make the kernel forget it
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
    os.chdir(profile)
    os.execve(browser, [browser, *arguments], _environment(profile))  # noqa: S606 - that is what this is for


def _given(name: str) -> str:
    return next(argument.removeprefix(name) for argument in sys.argv if argument.startswith(name))


def _become_browser_user(profile: str) -> None:
    os.chown(profile, BROWSER_USER, BROWSER_USER)
    os.setgroups([])
    os.setgid(BROWSER_USER)
    os.setuid(BROWSER_USER)


def _environment(profile: str) -> dict[str, str]:
    folders = dict.fromkeys(("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"), profile)
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", **folders}


if __name__ == "__main__":
    main()
