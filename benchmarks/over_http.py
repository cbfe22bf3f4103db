"""What the site answers over HTTP: eight clients, distinct searches, gzip, no conditional requests.

Beside it, on the same server in the same run, the same pages stored whole and compressed ahead of time: the least that
any answer of these bytes can cost here. The client is a plain socket in Python and takes part of the two cores from
both alike.
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from threading import Lock

from app.serving import CONFIG
from benchmarks import _site, _table
from benchmarks.pages import addresses

CLIENTS, DISTINCT, ROUNDS = 8, 480, 3
STORED = "/__stored/"
HOST = "127.0.0.1"


def application() -> Callable[..., Iterable[bytes]]:
    """What gunicorn serves: the site, with the files of `stored/` at `/__stored/<n>`, sent as they are."""
    from wsgi import app

    files = [path.read_bytes() for path in sorted((Path(os.environ["INSTANCE_DIR"]) / "stored").glob("*"))]

    def answer(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"])
        if not path.startswith(STORED):
            return app(environ, start)  # type: ignore[arg-type]  # a plain WSGI start_response
        body = files[int(path.removeprefix(STORED)) % len(files)]
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]
        start("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    return answer


def fetch(port: int, path: str) -> tuple[float, bytes]:
    """One request on a connection of its own: milliseconds, and what came."""
    began = time.perf_counter()
    with socket.create_connection((HOST, port), timeout=30) as connection:
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n".encode()
        )
        parts = iter(lambda: connection.recv(262_144), b"")
        answer = b"".join(parts)
    taken = (time.perf_counter() - began) * 1000
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{path}: {answer[:60]!r}")
    return taken, answer


def load(port: int, paths: Sequence[str], clients: int) -> tuple[float, list[float]]:
    """Ask for each address once, so many at a time: requests a second, and the milliseconds of each."""
    waiting, lock = iter(paths), Lock()

    def work(_client: int) -> list[float]:
        taken: list[float] = []
        while True:
            with lock:
                path = next(waiting, None)
            if path is None:
                return taken
            taken.append(fetch(port, path)[0])

    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        taken = [each for part in pool.map(work, range(clients)) for each in part]
    return len(taken) / (time.perf_counter() - began), taken


@contextlib.contextmanager
def serving(instance: Path) -> Iterator[int]:
    """The site under gunicorn as a place runs it, on a free port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "--config", str(CONFIG), "--bind", f"{HOST}:{port}"]
    server = subprocess.Popen(
        [*command, "benchmarks.over_http:application()"], env=os.environ | _site.environment(instance)
    )
    try:
        for _ in range(100):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://{HOST}:{port}/ready", timeout=5).read()
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def keep(instance: Path, port: int, paths: Sequence[str]) -> int:
    """Store the bodies of these answers as they came over the wire; their mean size in bytes."""
    folder = instance / "stored"
    folder.mkdir(exist_ok=True)
    sizes = []
    for number, path in enumerate(paths):
        body = fetch(port, path)[1].split(b"\r\n\r\n", 1)[1]
        (folder / f"{number:05}").write_bytes(body)
        sizes.append(len(body))
    return sum(sizes) // len(sizes)


def main(count: int) -> None:
    """Measure the site and the stored pages in turn, and print the median of the rounds."""
    paths = addresses("words + postcode", DISTINCT)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        instance = Path(folder)
        _site.make(instance, count)
        with serving(instance) as port:
            size = keep(instance, port, paths)
        found: dict[str, list[tuple[float, float, float]]] = {"results page": [], "stored page": []}
        both = {"results page": paths, "stored page": [f"{STORED}{number}" for number in range(len(paths))]}
        with serving(instance) as port:
            load(port, paths[:80], CLIENTS)
            for _ in range(ROUNDS):
                for name, asked in both.items():
                    rate, taken = load(port, asked, CLIENTS)
                    found[name].append((rate, _table.percentile(taken, 0.5), _table.percentile(taken, 0.95)))
    rows: list[list[object]] = [
        [name, *(median(run[n] for run in runs) for n in range(3))] for name, runs in found.items()
    ]
    share = median(a[0] / b[0] for a, b in zip(found["results page"], found["stored page"], strict=True))
    title = f"HTTP, {count:,} listings, {CLIENTS} clients, {len(paths)} distinct searches, mean {size:,} bytes gzipped"
    _table.show(title, ["answer", "requests/s", "p50 ms", "p95 ms"], rows)
    print(f"results page against stored page: {share:.1%} of its requests a second (target 5 %; p95 under 60 ms)")


if __name__ == "__main__":
    for argument in sys.argv[1:] or ["10000"]:
        main(int(argument))
