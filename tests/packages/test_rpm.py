"""The RPM packages: built, silent to rpmlint, complete.

Only by make package-check; in every other run the spec alone is judged, in tests/lint.
"""

import os
import subprocess

import make
import pytest

PROGRAMS = sorted(path.stem for path in (make.ROOT / "plugins").glob("check_oa*.c"))

pytestmark = pytest.mark.skipif(not os.environ.get("OA_PACKAGE_CHECK"),
                                reason="make package-check runs it")


@pytest.fixture(scope="module")
def folder():
    """The folder with the packages; to make them runs rpmlint."""
    return make.packages("rpm", "rpmbuild", "rpmlint", RPM_NOCHECK="nocheck")


def listing(folder, name):
    """The files of a package."""
    found = list(folder.glob(f"{name}-[0-9]*.rpm"))
    assert len(found) == 1
    return subprocess.run(["rpm", "-qlp", str(found[0])], check=True,
                          capture_output=True, text=True).stdout.splitlines()


def test_plugins_are_complete(folder):
    names = listing(folder, "nagios-plugins-oa")
    for program in PROGRAMS:
        assert f"/usr/bin/{program}" in names
        assert f"/usr/share/man/man1/{program}.1.gz" in names
        assert any(name.endswith(f"/nagios/plugins/{program}") for name in names)


def test_agent_is_complete(folder):
    names = listing(folder, "oa-agentx")
    assert "/etc/oa/oa.ini" in names
    assert "/usr/share/man/man8/oa-agentx.8.gz" in names
    assert any(name.endswith("/system/oa-agentx.service") for name in names)
    assert any(name.endswith("/sysusers.d/oa-agentx.conf") for name in names)
