"""The stacks of the threads are small, and four times as large as what is used."""

import re
from contextlib import ExitStack

import pytest
from agentd import AGENT, Agent, Configuration, of_lab
from lab import Lab

pytestmark = pytest.mark.skipif(not AGENT.exists(), reason="the agent is not built")

STACK_KB = 1024
SCENARIOS = ("healthy", "http-path-not-found", "endpoint-6001-down", "tunnel-no-c2",
             "auth-rejected", "cert-expired", "mapihttp-healthy", "backend-healthy")


def whole_chain(lab, password):
    """A section that asks for everything that a check can do."""
    lines = of_lab(lab, password, email="alice@lab.test", endpoint="6001,6002,6004",
                   resolver=f"127.0.0.1:{lab.dns}", http_port=lab.http,
                   https_port=lab.https, timeout=5,
                   backend=f"127.0.0.1:{lab.backend or 1}")
    for name in ("no-autodiscover", "no-mapihttp", "depth"):
        del lines[name]
    return lines


def touched_kb(pid):
    """Kilobytes of each thread's stack that have been touched."""
    found, is_stack = [], False
    with open(f"/proc/{pid}/smaps", encoding="ascii") as smaps:
        for line in smaps:
            mapping = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw-p 0+ 00:00 0 *$", line)
            if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
                is_stack = mapping is not None and (
                    int(mapping[2], 16) - int(mapping[1], 16) == STACK_KB * 1024)
            elif is_stack and line.startswith("Rss:"):
                found.append(int(line.split()[1]))
    return found


def test_stacks_have_room(tmp_path):
    configuration = Configuration(tmp_path, interval=2)
    with ExitStack() as stack:
        labs = {name: stack.enter_context(Lab(name)) for name in SCENARIOS}
        password = configuration.password(labs["healthy"].password)
        configuration.write(**{name: whole_chain(lab, password)
                               for name, lab in labs.items()})
        with Agent(configuration) as agent:
            agent.wait_for("notTested -> ", len(SCENARIOS))
            try:
                touched = touched_kb(agent.process.pid)
            except PermissionError:
                pytest.skip("nobody but root may look at the memory of the agent")
    assert len(touched) >= 8, touched
    assert 20 < max(touched) < STACK_KB / 4, touched
