"""Starting an app and a browser for a test, and ending both."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 240.0
STOP_SECONDS = 20.0
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
"""What a Chromium may be called. The shell comes first: it opens a page in two thirds of the time, for it draws no
browser around it.
"""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def serve(
    script: str | Path, home: Path, folder: Path = ROOT, port: int | None = None, **environment: str
) -> Iterator[str]:
    """Run a Streamlit app as a person would, and yield its address once it answers.

    Parameters
    ----------
    script : str or Path
        The app's file.
    home : Path
        Where it keeps its runs; its output goes to ``server.log`` in there.
    folder : Path
        The working folder, whose ``.streamlit/config.toml`` applies.
    port : int, optional
        Where it listens; by default where nothing else does.
    **environment : str
        More variables of its environment.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.headless", "true", "--logger.hideWelcomeMessage", "true"]
    home.mkdir(parents=True, exist_ok=True)
    log = home / "server.log"
    with log.open("a") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | {"UNROLLED_HOME": str(home), "UNROLLED_ADMINISTRATORS": ""} | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://localhost:{port}"
        _wait_until_it_answers(address, process, log)
        yield address
    finally:
        _end(process)


def server_of(address: str) -> psutil.Process:
    """The process that listens at an app's address."""
    port = int(address.rsplit(":", 1)[1])
    listening = (one for one in psutil.net_connections("tcp") if one.status == "LISTEN" and one.laddr.port == port)
    return psutil.Process(next(one.pid for one in listening if one.pid))


def _wait_until_it_answers(address: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the app did not answer within {START_SECONDS:.0f} s; it said:\n{log.read_text()[-4000:]}")


def _end(process: subprocess.Popen) -> None:
    """Ask the app to stop, as Ctrl-C would, and end whatever of its process group is left."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def chromium_path() -> str:
    """The browser named by ``CHROMIUM``, or the first one on the path."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        if name and (path := shutil.which(name)):
            return path
    raise RuntimeError(
        "no Chromium: install it (Debian: apt-get install chromium-headless-shell), or name yours in CHROMIUM"
    )


@contextmanager
def chromium() -> Iterator[object]:
    """A headless Chromium (a `playwright.sync_api.Browser`)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        yield browser
        browser.close()
