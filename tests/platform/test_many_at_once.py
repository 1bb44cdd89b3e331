"""Many tell their story at once, on the real processes; and the portal is killed while they do."""

import http.client
import json
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from tests.platform.storyteller import Refused, Storyteller, photograph

STORED = """
import json
from outbox.models import Message
from spotlight.models import Submission
rows = Submission.objects.handed_in().filter(is_example=False)
print("STORED " + json.dumps({
    "references": sorted(rows.values_list("reference", flat=True)),
    "receipts": Message.objects.filter(kind="spotlight.receipt", to__endswith="@crowd.example").count(),
    "photographs": rows.filter(picture__pending=False).count(),
}))
"""


def stored(repository, place, environment) -> dict:
    """What the database holds, asked by Django's own command line."""
    command = [sys.executable, "dev.py", "manage", "shell", "-v0", "-c", STORED]
    env = {**environment, "SI_VAR": str(place / "var")}
    said = subprocess.run(command, cwd=repository, env=env, capture_output=True, text=True, timeout=60)
    line = next(line for line in said.stdout.splitlines() if line.startswith("STORED "))
    return json.loads(line.removeprefix("STORED "))


def test_forty_hand_in_at_once_with_photographs(start, free_port, repository, place, clean_environment):
    start(SI_PROXIES="127.0.0.1").until_ready()
    image = photograph(1600, 1200)
    crowd = [Storyteller(free_port, f"203.0.113.{number}") for number in range(1, 41)]
    ready = threading.Barrier(len(crowd))

    def tell(teller: Storyteller) -> str:
        teller.fill_in(image, f"teller{teller.address.rpartition('.')[2]}@crowd.example")
        ready.wait(120)
        return teller.hand_in()

    with ThreadPoolExecutor(len(crowd)) as pool:
        references = list(pool.map(tell, crowd))
    assert len(set(references)) == 40
    assert [status for teller in crowd for status in teller.statuses if status >= 400] == []
    held = stored(repository, place, clean_environment)
    assert held == {"references": sorted(references), "receipts": 40, "photographs": 40}


def test_killed_under_load_three_times_nothing_acknowledged_is_lost(
    start, free_port, repository, place, clean_environment, assert_gone
):
    image = photograph(600, 400)
    acknowledged: list[str] = []
    refusals: list[int] = []
    count = iter(range(1, 200))

    def tell(number: int) -> None:
        """As far as one comes: a killed server breaks the connection, and what was not acknowledged may be gone."""
        teller = Storyteller(free_port, f"203.0.113.{number}")
        try:
            teller.fill_in(image, f"teller{number}@crowd.example")
            acknowledged.append(teller.hand_in())
        except (OSError, http.client.HTTPException):
            return
        except Refused as refused:
            refusals.append(refused.args[0])

    for killed in range(3):
        portal = start(SI_PROXIES="127.0.0.1")
        portal.until_ready()
        with ThreadPoolExecutor(10) as pool:
            # Begun one after another, so that the kill meets every step of the way.
            told = []
            for _teller in range(10):
                told.append(pool.submit(tell, next(count)))
                time.sleep(0.3)
            while len(acknowledged) < 3 * (killed + 1):
                time.sleep(0.02)
            family, _code = portal.end(signal.SIGKILL)
            for each in told:
                each.result()
        assert_gone(family)
    start(SI_PROXIES="127.0.0.1").until_ready()
    held = stored(repository, place, clean_environment)
    assert sorted(set(acknowledged) - set(held["references"])) == []
    assert len(set(acknowledged)) == len(acknowledged) >= 9
    assert set(refusals) <= {503}  # its database went a moment before it
    assert held["receipts"] == len(held["references"]) == held["photographs"]
