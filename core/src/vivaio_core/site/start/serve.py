"""Serves the site: the web server and the worker in one process tree, each started again when it dies."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from vivaio_core.site.coop import coop
from vivaio_core.site.settings.read import setting
from vivaio_core.site.settings.wagtail import address

PORTS = 20
FIRST_WAIT, LONGEST_WAIT, STEADY = 1.0, 60.0, 60.0


def free_port(host: str, wanted: int, tries: int = PORTS) -> int | None:
    """The first port from `wanted` on that can be bound; None when none of `tries` is free."""
    for port in range(wanted, wanted + tries):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return None


class Supervisor:
    """Keeps one child process running, with a growing pause between deaths (platform P14)."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self._stop = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)

    def start(self) -> None:
        """Start the child."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the child to finish what it has in hand, and wait a little."""
        self._stop.set()
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._child.kill()

    def _run(self) -> None:
        wait = FIRST_WAIT
        while not self._stop.is_set():
            began = time.monotonic()
            self._child = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 - our own command
            self._child.wait()
            wait = FIRST_WAIT if time.monotonic() - began > STEADY else min(wait * 2, LONGEST_WAIT)
            self._stop.wait(wait)


def serve(host: str, port: int, processes: int, on_ready: Callable[[], None]) -> None:
    """Block until SIGTERM or Ctrl-C. `on_ready` is called once, when the site answers. Letters of the site and of its worker name this port."""
    os.environ["VIVAIO_PORT"] = str(port)
    settings.WAGTAILADMIN_BASE_URL = address(coop(), os.environ)
    module, _, name = setting("WSGI_APPLICATION").rpartition(".")
    # The URLs are loaded before the server forks: its processes share them and the first visitor does not wait.
    _ = get_resolver().url_patterns
    connections.close_all()
    server = Server(
        f"{module}:{name}",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=4,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        log_level=LogLevels.warning,
    )
    worker = Supervisor([sys.executable, sys.argv[0], "worker", "--parent", str(os.getpid())])
    threading.Thread(target=_announce, args=(host, port, on_ready, worker), daemon=True).start()
    try:
        server.serve()
    finally:
        worker.stop()


def _announce(host: str, port: int, on_ready: Callable[[], None], worker: Supervisor) -> None:
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    for _ in range(600):
        try:
            client = http.client.HTTPConnection(address, port, timeout=5)
            client.request("GET", "/healthz", headers={"Host": "localhost"})
            if client.getresponse().status == 200:
                break
        except OSError:
            pass
        time.sleep(0.05)
    on_ready()
    # The worker starts second: its own loading would slow the first page.
    worker.start()
