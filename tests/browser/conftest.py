"""One Chromium for the whole suite, the seeded site on a port of its own, and a page that notices what goes wrong."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Route, sync_playwright
from werkzeug.serving import make_server

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)
AXE = Path(__file__).with_name("axe.min.js")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
HEIGHT = {1280: 900, 390: 844, 320: 640}

Opens = Callable[..., Page]


@pytest.fixture(scope="session")
def site(seeded: Flask) -> Iterator[str]:
    """The address of the seeded site."""
    server = make_server("127.0.0.1", 0, seeded, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: `CHROMIUM`, else one on PATH. None is a reason to skip here and to fail in CI."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        assert os.environ.get("CI") != "true", "no Chromium was found"
        pytest.skip("no Chromium was found: set CHROMIUM to its path")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS.split())
        yield launched
        launched.close()


@pytest.fixture
def opens(browser: Browser, site: str) -> Iterator[Opens]:
    """Open an address at a width. Afterwards: nothing was asked of another host and nothing went wrong."""
    contexts = []
    wrong: list[str] = []

    def guard(route: Route, request: Request) -> None:
        if urlsplit(request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            wrong.append(f"asked elsewhere: {request.url}")
            route.abort()

    def said(message: ConsoleMessage) -> None:
        missing = "404" in message.text and "Failed to load resource" in message.text
        if message.type in {"error", "warning"} and not missing:
            wrong.append(f"console: {message.text}")

    def failed(error: Error) -> None:
        wrong.append(f"script: {error}")

    def open_page(address: str, width: int = 1280, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": HEIGHT[width]}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.route("**/*", guard)
        page = context.new_page()
        page.on("console", said)
        page.on("pageerror", failed)
        page.goto(site + address, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, wrong


def violations(page: Page) -> list[str]:
    """What axe finds wrong on a page, as rule and element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN, list(RULES))["violations"]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]
