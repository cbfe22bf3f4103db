"""Find a Chromium for the browser tests and print its path; what is tried, and what is missing, goes to stderr.

`CHROMIUM`, else one on PATH, else (as root on Debian) installed with apt, else Playwright's own. None is said,
and with CI=true it fails.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT_SECONDS = 20


def say(line: str) -> None:
    """Tell the person at the terminal; standard output is for the path alone."""
    sys.stderr.write(line + "\n")


def works(path: str) -> bool:
    """Whether it starts: Ubuntu's package is a stub that asks for a snap."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=20, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def on_path() -> str | None:
    """A browser that is installed already."""
    return next((path for name in NAMES if (path := shutil.which(name)) and works(path)), None)


def from_debian() -> str | None:
    """Debian's package, where we may install it."""
    release = Path("/etc/os-release")
    if os.geteuid() != 0 or not shutil.which("apt-get") or not release.exists():
        return None
    if "ID=debian" not in release.read_text(encoding="utf-8").splitlines():
        return None
    say("No browser was found: installing Debian's chromium with apt.")
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-core"]):
        done = subprocess.run(
            ["apt-get", "-qq", *arguments],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdout=sys.stderr,
            check=False,
        )
        if done.returncode:
            return None
    return on_path()


def from_playwright() -> str | None:
    """Playwright's own, where it has been or can be fetched."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if works(path):
        return path
    say("No browser was found: trying to fetch Playwright's own.")
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PLAYWRIGHT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return path if works(path) else None


def candidates() -> Iterator[Callable[[], str | None]]:
    """The ways to come by a browser, in order."""
    if chosen := os.environ.get("CHROMIUM"):
        yield lambda: chosen if works(chosen) else None
        say(f"CHROMIUM is {chosen}, which does not start.")
    yield from (on_path, from_debian, from_playwright)


def main() -> int:
    """Print the first that starts."""
    found = next((path for way in candidates() if (path := way())), None)
    if found:
        sys.stdout.write(found + "\n")
        return 0
    say("No Chromium was found, so the browser tests are left out: install chromium, or set CHROMIUM to its path.")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
