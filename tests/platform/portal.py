"""A whole portal in processes of its own, started as people start it."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.platform.process_tree import descendants


class Portal:
    """`dev.py run` in a process of its own, with everything it makes in `var`."""

    def __init__(self, root: Path, var: Path, port: int, environment: dict[str, str]) -> None:
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "dev.py", "run"],
            cwd=root,
            env={**environment, "SI_VAR": str(var), "PORT": str(port), "SI_ENV_FILE": os.devnull},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []

    def until_ready(self) -> float:
        """Seconds from the start to the line that says so."""
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("Started in"):
                return time.monotonic() - self.begun
        raise AssertionError("".join(self.said))

    def end(self, signum: int) -> tuple[set[int], int]:
        """The processes that ran below, and the exit code."""
        family = descendants(self.process.pid)
        self.process.send_signal(signum)
        self.said.append(self.process.communicate(timeout=30)[0])
        return family, self.process.returncode
