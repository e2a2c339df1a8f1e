"""What the daemon gives to systemd and AppArmor, by their own checkers."""

import os
import re
import shutil
import subprocess

import pytest
import tree

PACKAGING = tree.BUILD / "packaging"
EXPOSURE = 1.5


def made(name):
    """A file that the build makes of its template, or the test is skipped."""
    path = PACKAGING / name
    if not path.exists():
        pytest.skip(f"{name} is not built (--disable-agentx)")
    return path.read_text(encoding="utf-8")


@pytest.fixture
def unit(tmp_path):
    """The unit with a program that is there."""
    text = made("systemd/oa-agentx.service")
    program = tmp_path / "oa-agentx"
    shutil.copy("/bin/true", program)
    text, count = re.subn(r"(?m)^ExecStart=\S+", f"ExecStart={program}", text)
    assert count == 1
    path = tmp_path / "oa-agentx.service"
    path.write_text(text, encoding="utf-8")
    return path


def test_unit_is_verified(unit):
    analyze = tree.require("systemd-analyze")
    tree.silent([analyze, "--man=no", "verify", str(unit)])


def test_unit_is_confined(unit):
    analyze = tree.require("systemd-analyze")
    run = subprocess.run([analyze, "security", "--offline=true", "--no-pager",
                          str(unit)], capture_output=True, text=True, check=False)
    if "Unknown option" in run.stderr or "unrecognized option" in run.stderr:
        pytest.skip("this systemd-analyze has no --offline")
    level = re.search(r"Overall exposure level for oa-agentx.service: ([0-9.]+)",
                      run.stdout)
    assert level, run.stderr
    assert float(level.group(1)) <= EXPOSURE


def test_unit_names_manual_pages():
    if not list(tree.BUILD.glob("snmp/oa-agentx*")):
        pytest.skip("the daemon is not built")
    for name, section in re.findall(r"man:([\w.-]+)\((\d)\)",
                                    made("systemd/oa-agentx.service")):
        assert (tree.ROOT / "docs" / "man" / f"{name}.{section}").exists()


def test_user_is_declared(tmp_path):
    sysusers = tree.require("systemd-sysusers")
    path = tmp_path / "oa-agentx.conf"
    path.write_text(made("sysusers/oa-agentx.conf"), encoding="utf-8")
    root = tmp_path / "root"
    (root / "etc").mkdir(parents=True)
    run = subprocess.run([sysusers, f"--root={root}", "--dry-run", str(path)],
                         capture_output=True, text=True, check=False)
    if "dry-run" in run.stderr and run.returncode:
        pytest.skip("this systemd-sysusers has no --dry-run")
    assert run.returncode == 0, run.stderr
    for what in ("group 'agentx'", "group 'oa-agentx'", "user 'oa-agentx'"):
        assert f"Creating {what}" in run.stdout + run.stderr


def test_state_directory_is_declared(tmp_path):
    tmpfiles = tree.require("systemd-tmpfiles")
    if os.geteuid() != 0:
        pytest.skip("owners are set by root only")
    text = made("tmpfiles/oa-agentx.conf")
    path = tmp_path / "oa-agentx.conf"
    # the user is not one of this machine
    path.write_text(text.replace(" oa-agentx oa-agentx ", " root root "),
                    encoding="utf-8")
    root = tmp_path / "root"
    root.mkdir()
    tree.silent([tmpfiles, f"--root={root}", "--create", str(path)])
    name = re.search(r"^d (\S+)", text, re.MULTILINE).group(1)
    state = root / name.lstrip("/")
    assert state.is_dir() and state.stat().st_mode & 0o777 == 0o700


def test_profile_is_parsed(tmp_path):
    parser = tree.require("apparmor_parser")
    features = "/etc/apparmor.d/abi/3.0"
    if not os.path.exists(features):
        pytest.skip(f"{features} is not installed")
    path = tmp_path / "usr.sbin.oa-agentx"
    path.write_text(made("apparmor/usr.sbin.oa-agentx"), encoding="utf-8")
    tree.silent([parser, "--skip-kernel-load", "--skip-cache", "--skip-read-cache",
                 "--features-file", features, str(path)])
