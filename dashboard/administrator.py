"""``python -m dashboard.administrator``: the link by which whoever keeps this server becomes its administrator."""

from __future__ import annotations

import argparse

from dashboard.address import network_address, root
from dashboard.visitors import ENTRANCE, key


def link(host: str = "localhost", port: int = 8501) -> str:
    """The link of a server that is found there."""
    return f"http://{host}:{port}{root().rstrip('/')}{ENTRANCE}?key={key()}"


def main() -> None:
    """Say the link."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.administrator", description=__doc__)
    parser.add_argument("--host", default="localhost", help="how the server is called (default: localhost)")
    parser.add_argument("--port", type=int, default=8501, help="its port (default: 8501)")
    options = parser.parse_args()
    print(link(options.host, options.port))
    if options.host == "localhost" and (address := network_address()):
        print(f"from another machine: {link(address, options.port)}")
    print("Whoever has this link administers the server: keep it to yourself.")


if __name__ == "__main__":
    main()
