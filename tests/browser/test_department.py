"""A department: two processes of the app behind one address, a PostgreSQL that they share, workers of a cluster; none
has a folder of another's.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.runs.store import RunStore
from dashboard.server.processes import COOKIE
from tests.browser.test_journeys import PATIENCE, drawing, opened, run_in, until
from tests.browser.test_room import BAR, driving, following
from tests.core.test_faults import Cluster
from tests.serving import free_port, serve, server_of

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

pytestmark = pytest.mark.skipif(not NGINX, reason="no nginx on this machine")

AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
{servers}
}}
"""
"""What a server of a person's own needs besides the lines of the README."""


@contextmanager
def proxied(folder: Path, addresses: list[str]) -> Iterator[str]:
    """The address at which nginx answers for two others, set up as the README says."""
    [servers] = re.findall(r"```nginx\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    port = free_port()
    for said, address in zip(("localhost:8501", "localhost:8502"), addresses, strict=True):
        servers = servers.replace(said, address.removeprefix("http://"))
    servers = servers.replace("listen 80;", f"listen {port};")
    settings = folder / "nginx.conf"
    settings.write_text(AROUND.format(folder=folder, servers=servers))
    process = subprocess.Popen([str(NGINX), "-c", str(settings), "-p", str(folder)])
    try:
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait()


def test_process_killed_behind_nginx_leaves_run_viewer_and_room_to_the_other(
    browser: Browser, postgresql: str, tmp_path: Path
):
    with ExitStack() as stack:
        cluster = Cluster(tmp_path)
        cluster.start()
        stack.callback(cluster.end)
        common = {
            "DATABASE_URL": postgresql,
            "DASK_SCHEDULER_ADDRESS": cluster.address,
            "UNROLLED_SECRET": "that of the department",
            "UNROLLED_NICE": "0",
        }
        apps = {
            name: stack.enter_context(serve("dashboard/app.py", tmp_path / name, UNROLLED_PROCESS=name, **common))
            for name in ("a", "b")
        }
        address = stack.enter_context(proxied(tmp_path, [*apps.values()]))
        store = stack.enter_context(closing(RunStore(postgresql, tmp_path / "here")))

        def viewer() -> Page:
            context = stack.enter_context(browser.new_context(base_url=address))
            return context.new_page()

        lecturer, code = driving(viewer)
        opened(lecturer, "/slot_filling")
        lecturer.get_by_role("button", name="Train a new network").click()
        run = run_in(lecturer)
        student = following(viewer, code)
        drawing(student, "sentence")
        until(lecturer, lambda: store.get(run).step > 10)

        [home] = [one["value"] for one in lecturer.context.cookies() if one["name"] == COOKIE]
        server_of(apps[home]).kill()
        reached = store.get(run).step
        opened(lecturer, f"/slot_filling?run={run}")
        until(lecturer, lambda: store.get(run).step > reached + 10)
        expect(student.locator(f"{BAR} .state")).to_have_text("Following", timeout=PATIENCE)
        opened(lecturer, "/gates")
        expect(student.get_by_role("heading", level=1)).to_have_text("Which gates open, and when?", timeout=PATIENCE)
        [other] = [one["value"] for one in lecturer.context.cookies() if one["name"] == COOKIE]
        assert other != home
        assert [store.get(run).state, store.get(run).failure] == ["running", None]
        store.queue.stop(run)
