"""How deep the stacks of an agent's threads became."""

import os

import pytest
from agentd import AGENT
from programs import BUILD

SHIM = BUILD / "tests" / "snmp" / "stackmark.so"
STACK_KB = 1024
HAS_SANITIZER = AGENT.exists() and b"__asan_init" in AGENT.read_bytes()

needs_shim = pytest.mark.skipif(
    HAS_SANITIZER or not SHIM.exists(),
    reason="the sanitizer has stacks of its own" if HAS_SANITIZER
    else "stackmark.so is made by make check")


class Marks:
    """The file in which each thread leaves a mark when it ends."""

    def __init__(self, directory):
        self.path = directory / "stacks"

    def environment(self, **more):
        """What makes threads leave their marks."""
        return {**os.environ, **more, "LD_PRELOAD": str(SHIM.resolve()),
                "OA_STACK_MARKS": str(self.path)}

    def by_function(self):
        """Most kilobytes touched by function of the program, and all sizes."""
        most, sizes = {}, set()
        for line in self.path.read_text(encoding="ascii").splitlines():
            touched, size, where = line.split()
            most[where] = max(most.get(where, 0), int(touched))
            sizes.add(int(size))
        return most, sizes


def check_room(marks, kinds):
    """Of each kind of thread one has ended, and none needed a quarter of its stack."""
    most, sizes = marks.by_function()
    assert len(most) >= kinds, most
    assert STACK_KB - 8 <= min(sizes) <= max(sizes) <= STACK_KB, sizes
    assert 8 < max(most.values()) < STACK_KB / 4, most
