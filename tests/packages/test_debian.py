"""The Debian packages: built, silent to lintian, complete, and they run."""

import subprocess

import make
import pytest

PROGRAMS = sorted(path.stem for path in (make.ROOT / "plugins").glob("check_oa*.c"))


@pytest.fixture(scope="module")
def folder():
    """The folder with the packages; to make them runs lintian."""
    make.require("dpkg-checkbuilddeps")
    control = make.ROOT / "packaging" / "debian" / "control"
    run = subprocess.run(["dpkg-checkbuilddeps", str(control)], capture_output=True,
                         text=True, check=False)
    if run.returncode:
        pytest.skip(run.stderr.strip())
    return make.packages("deb", "dpkg-buildpackage", "dh", "dh_apparmor", "lintian",
                         DEB_BUILD_OPTIONS="nocheck")


def only(folder, pattern):
    """The one file that a pattern means."""
    found = list(folder.glob(pattern))
    assert len(found) == 1
    return found[0]


def unpack(package, target):
    """The files of a package below a folder."""
    subprocess.run(["dpkg-deb", "-x", str(package), str(target)], check=True)
    return target


def test_plugins_run_from_the_package(folder, tmp_path):
    root = unpack(only(folder, "monitoring-plugins-oa_*.deb"), tmp_path)
    for name in PROGRAMS:
        plugin = root / "usr/lib/nagios/plugins" / name
        run = subprocess.run([str(plugin), "--version"], capture_output=True, text=True,
                             check=False)
        assert run.returncode == 3
        assert run.stdout.startswith(f"{name} (oa-plugins) {make.VERSION}\n")


def test_agent_is_complete(folder, tmp_path):
    root = unpack(only(folder, "oa-agentx_*.deb"), tmp_path)
    # debhelper knows where the release has its units
    unit = only(root, "**/systemd/system/oa-agentx.service")
    for name in ("etc/oa/oa.ini", unit, "usr/lib/sysusers.d/oa-agentx.conf",
                 "usr/lib/tmpfiles.d/oa-agentx.conf",
                 "etc/apparmor.d/usr.sbin.oa-agentx"):
        text = (root / name).read_text(encoding="utf-8")
        assert "@" not in text.replace("@{", "").replace("@system-service", "").replace(
            "@privileged", "").replace("@resources", "").replace("@example.com", "")
    assert not list(root.glob("etc/oa/*password*"))


def test_packages_own_no_file_twice(folder):
    names = []
    for package in folder.glob("*.deb"):
        listing = subprocess.run(["dpkg-deb", "-c", str(package)], check=True,
                                 capture_output=True, text=True).stdout
        names += [line.split()[5] for line in listing.splitlines()
                  if not line.startswith("d")]
    assert len(names) == len(set(names))
