"""The life of the Debian packages on a bare Debian: installed, used, upgraded, purged.

Only by make package-check, as root: packages are downloaded, and it takes minutes.
"""

import os
import re
import shutil
import subprocess

import make
import pytest
from chroot import TOOLS, Chroot

pytestmark = pytest.mark.skipif(not os.environ.get("OA_PACKAGE_CHECK"),
                                reason="make package-check runs it")

# What the tests of the packages want beside them.
BESIDE = ["ca-certificates", "icinga2", "procps", "python3-cryptography",
          "python3-impacket", "snmp", "snmpd"]

# Everything of ours has a name like this.
NAMES = ("oa-agentx", "check_oa", "oa-plugins", "oa.ini", "OUTLOOK-ANYWHERE")


@pytest.fixture(scope="module")
def debian():
    """A bare Debian with the packages, of two versions, in /srv."""
    if os.geteuid() != 0:
        pytest.skip("only root can make a chroot")
    make.require(*TOOLS)
    packages = make.packages("deb", "dpkg-buildpackage", "dh", "dh_apparmor", "lintian",
                             DEB_BUILD_OPTIONS="nocheck")
    folder = make.PLACE / "debian"
    shutil.rmtree(folder, ignore_errors=True)
    chroot = Chroot(folder)
    for number in ("1", "2"):
        (folder / "srv" / number).mkdir()
    for package in packages.glob("*.deb"):
        shutil.copy(package, folder / "srv/1")
        renew(package, folder / "srv/2")
    make.run(["tar", "-xf", str(make.tarball()), "-C", str(folder / "srv")], "/")
    source = folder / "srv" / f"oa-plugins-{make.VERSION}"
    shutil.copytree(source / "packaging/debian", source / "debian")
    yield chroot
    shutil.rmtree(folder)


def renew(package, target):
    """Writes the same package with a higher version and a changed oa.ini."""
    tree = target / "tree"
    subprocess.run(["dpkg-deb", "-R", str(package), str(tree)], check=True)
    control = tree / "DEBIAN/control"
    text = control.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^Version: (.*)$", r"Version: \1+renewed", text)
    control.write_text(text, encoding="utf-8")
    ini = tree / "etc/oa/oa.ini"
    if ini.exists():
        ini.write_text(ini.read_text(encoding="utf-8") + "# newer\n", encoding="utf-8")
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-b", str(tree),
                    str(target)], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)


def left(debian):
    """Files and folders with a name of ours, outside of what apt itself keeps."""
    found = []
    for name in NAMES:
        found += debian.run(
            "find / -xdev ( -path /srv -o -path /proc -o -path /dev -o -path /sys ) "
            f"-prune -o -name '*{name}*' -print".replace("( ", "\\( ").replace(
                " )", " \\)")).split()
    return sorted(set(found))


def test_life(debian):
    """One step stands on the one before, so this is one test."""
    assert "oa-agentx" in debian.install("/srv/1/*.deb")
    # the user is there, its directory is its own
    assert debian.run("stat -c '%U:%G %a' /var/lib/oa-agentx") == (
        "oa-agentx:oa-agentx 700\n")
    assert "agentx" in debian.run("id -nG oa-agentx").split()

    # what autopkgtest would run
    debian.install(*BESIDE)
    source = f"/srv/oa-plugins-{make.VERSION}"
    for name in ("plugins", "icinga", "agent"):
        print(debian.run(f"cd {source} && debian/tests/{name}"))

    # and the agent by its unit, with all that confines it, in a booted system
    debian.install("systemd-sysv", "dbus")
    said = debian.boot("debian/tests/agent; systemctl show -p NRestarts oa-agentx",
                       folder=source)
    print(said)
    assert re.search(r"CapEff:\s0+\n.*NoNewPrivs:\s1\n.*Seccomp:\s2\n", said, re.DOTALL)
    assert "NRestarts=0\n" in said

    # an upgrade keeps what the administrator wrote
    debian.run("echo '# mine' >>/etc/oa/oa.ini")
    debian.run("apt-get -q -y install -o Dpkg::Options::=--force-confdef "
               "-o Dpkg::Options::=--force-confold /srv/2/*.deb")
    assert debian.run("dpkg-query -W -f '${Version} ' oa-agentx "
                      "monitoring-plugins-oa").count("+renewed") == 2
    assert "# mine" in debian.run("cat /etc/oa/oa.ini")

    # removed, the settings stay; purged, nothing does
    debian.run("apt-get -q -y remove oa-agentx monitoring-plugins-oa")
    debian.run("test -e /etc/oa/oa.ini && test ! -e /usr/sbin/oa-agentx")
    debian.run("rm /etc/oa/lab*; apt-get -q -y purge oa-agentx monitoring-plugins-oa")
    assert left(debian) == []
    debian.run("test ! -e /etc/oa && test ! -e /var/lib/oa-agentx")
