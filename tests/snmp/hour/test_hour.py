"""Half a minute of the soak: what make agent-soak does for an hour."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (HERE, HERE.parent, HERE.parents[1] / "lab", HERE.parents[1] / "load"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import drive  # noqa: E402
import load  # noqa: E402
import plan  # noqa: E402
from agentd import AGENT  # noqa: E402
from programs import need  # noqa: E402

pytestmark = pytest.mark.skipif(
    not AGENT.exists() or not load.RESPONDER.exists(),
    reason="the agent or tests/load/responder is not built")

# A machine with much to do only makes it longer.
WISH = drive.Wish(seed=5, seconds=15, targets=10, timeout=20, lockout=3,
                  faults=plan.SHORT, scale=0.4, rests=False, windows=False,
                  is_paced=True)


def test_every_transition_is_reported_once(tmp_path):
    need("snmpd", "snmpget", "snmpbulkget", "snmptrapd")
    verdict = drive.soak(WISH, tmp_path).verdict()
    assert not verdict.complaints, "\n".join(verdict.complaints)
    assert verdict.figures["notifications"] >= WISH.targets
    assert verdict.figures["void runs"] or (
        verdict.figures["phases judged by themselves"] >= WISH.targets)
