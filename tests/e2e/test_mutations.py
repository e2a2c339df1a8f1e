"""An adversary of a server: each field of each PDU wrong in turn, thousands of cases.

Never a crash, a hang or an OK.  `make check` takes a fixed sample, `make adversary`
all of them.
"""

import concurrent.futures
import json
import os

import checks
import mutations
import pytest
from conversations import CONVERSATIONS, excuse
from lab import Lab

TAKES_ALL = bool(os.environ.get("OA_ADVERSARY"))
# In make check every so manieth case is taken.
STRIDE = 1 if TAKES_ALL else 17
WORKERS = 2
TIMEOUT_S = 3
SILENT_S = 0.7
CODES = {0: "OK", 1: "WARNING", 2: "CRITICAL", 3: "UNKNOWN"}


class Adversary:
    """A laboratory that spoils one conversation, and its healthy form."""

    def __init__(self, name, folder, is_silent=False, timeout=TIMEOUT_S):
        tables, self.words = CONVERSATIONS[name]
        self.name = name
        self.timeout = timeout
        self.record = folder / "conversation"
        options = {"record": str(self.record), "is_silent": is_silent}
        front = {"adversary": "mutating", "adversary_options": options}
        self.lab = Lab("healthy", front=front, **tables)

    def run(self, server):
        """The Result of a run against this case."""
        lab = self.lab
        words = ("-H", lab.host, "-I", lab.address, "-p", str(lab.https), "--no-tls",
                 "--auth", "basic", "-u", lab.user, "-S", server,
                 "-t", str(self.timeout), "--output", "json", *self.words)
        return checks.run_words("check_oa_tunnel", *words, password=lab.password)

    def cases(self):
        """Name, and name of the server, of all ways to spoil the conversation."""
        self.run("m-record")
        lines = self.record.read_text("ascii").split()
        for number, pdu in enumerate(bytes.fromhex(line) for line in lines):
            kind = mutations.kind_of(pdu)
            seen = {pdu}
            for index, mutation in enumerate(mutations.mutations(pdu)):
                name = f"{self.name}/{number}/{kind}/{mutation.name}"
                if mutation.data not in seen or mutation.ends:
                    yield name, f"m-{number}-{index}"
                seen.add(mutation.data)


def complaint(case, result):
    """What is wrong with a run, or None; time and stderr were judged before."""
    if result.status not in CODES:
        return f"{case}: ended with {result.status}: {result.out[-300:]}"
    try:
        document = json.loads(result.out)
    except ValueError:
        return f"{case}: no JSON: {result.out[-300:]}"
    if CODES[result.status] != document["state"]:
        return f"{case}: exit {result.status}, but {document['state']}"
    if document["code"] == "internal-error":
        return f"{case}: {document['summary']}"
    if document["state"] == "OK" and excuse(case) is None:
        return f"{case}: OK"
    return None


def complaints_about(adversary, cases):
    """What is wrong with the runs of these cases."""
    def judge(case):
        return complaint(case[0], adversary.run(case[1]))

    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        return [text for text in pool.map(judge, cases) if text]


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_spoilt_conversation(name, tmp_path):
    """The stream ends soon after what is wrong, so that a run need not wait."""
    adversary = Adversary(name, tmp_path)
    with adversary.lab:
        cases = list(adversary.cases())
        taken = cases[sum(name.encode()) % STRIDE :: STRIDE]
        complaints = complaints_about(adversary, taken)
    print(f"{name}: {len(taken)} of {len(cases)} cases, {len(complaints)} complaints")
    assert not complaints, "\n".join(complaints)


def test_silence_behind_what_is_wrong(tmp_path):
    """Nothing follows, and the run must end by itself."""
    adversary = Adversary("plain", tmp_path, is_silent=True, timeout=SILENT_S)
    with adversary.lab:
        complaints = complaints_about(adversary, list(adversary.cases())[5::53])
    assert not complaints, "\n".join(complaints)
