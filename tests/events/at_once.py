"""Several people at the same moment: each on a connection of its own, let go together."""

import threading
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import connections


def at_once(works: Sequence[Callable[[], object]], *, hands: int = 20) -> list[str]:
    """Run the works on so many connections; the codes of what doors refused, sorted. ExceptionGroup of the rest."""
    gate = threading.Barrier(hands)
    waiting, lock = list(reversed(works)), threading.Lock()
    codes: list[str] = []
    problems: list[Exception] = []

    def run() -> None:
        try:
            gate.wait(30)
            while True:
                with lock:
                    if not waiting:
                        return
                    work = waiting.pop()
                try:
                    work()
                except ValidationError as refused:
                    codes.append(str(refused.code))
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _hand in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if problems:
        raise ExceptionGroup("Not everybody came through.", problems)
    return sorted(codes)
