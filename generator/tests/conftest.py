"""Real answers, a real terminal, the real command line."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VIVAIO = [sys.executable, "-c", "import sys; from vivaio.cli import main; sys.exit(main())"]
UP, DOWN, ENTER, ESC, CTRL_C, CTRL_U = "\x1b[A", "\x1b[B", "\r", "\x1b", "\x03", "\x15"


class Terminal:
    """A program on a pseudo-terminal: types keys, waits for text, remembers everything that was shown."""

    def __init__(self, command: list[str], cwd: Path, env: dict[str, str] | None = None) -> None:
        self.shown = ""
        self.mark = 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.environ.update({"TERM": "xterm", "COLUMNS": "120", "LINES": "50", **(env or {})})
            os.execv(command[0], command)
        self.columns = 120
        self._resize()

    def _resize(self) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 50, self.columns, 0, 0))

    def _read(self, seconds: float) -> bool:
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        text = data.decode("utf-8", "replace")
        if "\x1b[6n" in text:  # the program asks where the cursor is; a real terminal answers
            os.write(self.fd, b"\x1b[1;1R")
        self.shown += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x1b\][^\x07]*\x07", "", text)
        return bool(data)

    def wait(self, text: str, seconds: float = 25) -> None:
        """Until `text` is shown after what was waited for before."""
        end = time.monotonic() + seconds
        while text not in self.shown[self.mark :]:
            alive = self._read(0.1)
            if text in self.shown[self.mark :]:
                break
            if not alive or time.monotonic() > end:
                pytest.fail(f"«{text}» did not appear in:\n{self.shown[self.mark :][-3000:]}")
        self.mark = self.shown.index(text, self.mark) + len(text)

    def see(self, text: str, seconds: float = 25) -> None:
        """Like `wait`, for a line that changes in place: a terminal is sent only the letters that differ, so the whole screen is asked for again."""
        end = time.monotonic() + seconds
        while text not in self.shown[self.mark :] and time.monotonic() < end:
            self.columns = 239 - self.columns
            self._resize()
            pause = time.monotonic() + 1
            while time.monotonic() < pause and self._read(0.1):
                pass
        self.wait(text, 0.1)

    def type(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def answer(self, question: str, keys: str) -> None:
        """Wait for the question, replace what stands there, Enter."""
        self.wait(question)
        time.sleep(0.15)
        self.type(CTRL_U + keys if keys != ENTER else "")
        time.sleep(0.05)
        self.type(ENTER)

    def end(self, seconds: float = 30) -> int:
        """The exit code."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self._read(0.1):
                break
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def close(self) -> None:
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self.fd)


@pytest.fixture
def wizard(tmp_path: Path) -> Iterator[object]:
    """Starts `vivaio …` on a terminal in tmp_path."""
    opened: list[Terminal] = []

    def start(*words: str) -> Terminal:
        opened.append(Terminal([*VIVAIO, *words], tmp_path))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()
