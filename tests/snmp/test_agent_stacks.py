"""The stacks of the threads are small, and four times as large as what is used.

With Kerberos: tests/real/test_agent_kerberos.py.
"""

from contextlib import ExitStack

import pytest
from agentd import AGENT, Agent, Configuration, of_lab
from lab import Lab
from stacks import Marks, check_room, needs_shim

pytestmark = [needs_shim, pytest.mark.skipif(not AGENT.exists(),
                                             reason="the agent is not built")]

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


def test_stacks_have_room(tmp_path):
    """Workers, branches of the chain, and the thread of libnetsnmp."""
    configuration = Configuration(tmp_path, interval=2)
    marks = Marks(tmp_path)
    with ExitStack() as stack:
        labs = {name: stack.enter_context(Lab(name)) for name in SCENARIOS}
        password = configuration.password(labs["healthy"].password)
        configuration.write(**{name: whole_chain(lab, password)
                               for name, lab in labs.items()})
        with Agent(configuration, env=marks.environment()) as agent:
            agent.wait_for("notTested -> ", len(SCENARIOS))
    check_room(marks, kinds=3)
