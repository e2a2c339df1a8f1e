"""Refused passwords: one in a run, and with a state directory fewer than runs."""

import fcntl
import os
import time

import checks
import forms
import pytest
from lab import Lab

PROGRAM = "check_oa_auth"
QUIET = ("--plain-port", "0")
BAD_PASSWORD = "Not-The-Passw0rd"
WRONG = {"account": {"given": BAD_PASSWORD}}


def run(lab, *words, password=True):
    """Runs the check and returns the result with its code."""
    result = checks.run(PROGRAM, lab, *QUIET, *words, password=password)
    forms.assert_no_secret(result, lab)
    return result, forms.first_line(result)["code"] or "ok"


def codes(lab, count, *words):
    """The codes of several runs."""
    return [run(lab, *words)[1] for _ in range(count)]


@pytest.fixture(name="state")
def state_fixture(tmp_path):
    """Options that keep the budget in a directory that is not there yet."""
    return ("--state-dir", str(tmp_path / "state"))


@pytest.fixture(name="password_file")
def password_file_fixture(tmp_path):
    """Writes a password file that is new each time."""
    def write(text):
        path = tmp_path / "password"
        new = tmp_path / "password.new"
        new.touch(0o600)
        new.write_text(text + "\n", encoding="utf-8")
        os.replace(new, path)
        return ("--password-file", str(path))
    return write


def state_file(tmp_path):
    """The one state file."""
    found = list((tmp_path / "state").glob("*.state"))
    assert len(found) == 1, os.listdir(tmp_path / "state")
    return found[0]


def test_three_runs_are_three_attempts_at_most():
    with Lab("healthy", **WRONG) as lab:
        for count in (1, 2, 3):
            assert codes(lab, 1) == ["auth-rejected"]
            assert lab.bad_logons == count, lab.log()


@pytest.mark.parametrize("schemes", [
    ["NTLM"], ["Negotiate"], ['Basic realm="x"'], ["Negotiate", "NTLM"]], ids=str)
def test_one_attempt_whatever_is_offered(schemes):
    with Lab("healthy", front={"schemes": schemes}, **WRONG) as lab:
        assert codes(lab, 1) == ["auth-rejected"]
        assert lab.bad_logons == 1, lab.log()


@pytest.mark.parametrize("words", [
    ("--auth", "basic"), ("--auth", "ntlm"), ("--no-channel-binding",),
    ("--expect-ep", "require")], ids=str)
def test_one_attempt_whatever_is_asked(words):
    with Lab("healthy", **WRONG) as lab:
        run(lab, *words)
        assert lab.bad_logons == 1, lab.log()


def test_one_attempt_with_a_node():
    node = {"address": "127.0.0.2"}
    with Lab("healthy", node=[node], **WRONG) as lab:
        assert run(lab, "--node", lab.nodes[0])[1] == "auth-rejected"
        assert lab.bad_logons == 1, lab.log()


def test_budget_spares_the_account(state, tmp_path):
    with Lab("healthy", **WRONG) as lab:
        assert codes(lab, 3, *state) == [
            "auth-rejected", "auth-budget-used", "auth-budget-used"]
        assert lab.bad_logons == 1, lab.log()
    path = state_file(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert BAD_PASSWORD not in path.read_text(encoding="utf-8")


def test_used_budget_says_when(state):
    with Lab("healthy", **WRONG) as lab:
        run(lab, *state)
        result, _ = run(lab, *state, "-v")
        assert "skipped: rejected 0 min ago" in result.lines[0]
        assert "the next try is due in 60 min" in result.out
        assert result.status == 3
        assert "offers Negotiate, NTLM, Basic" in result.out


def test_budget_comes_back(state):
    with Lab("healthy", **WRONG) as lab:
        assert codes(lab, 1, *state) == ["auth-rejected"]
        time.sleep(1.1)
        short = ("--lockout-interval", "1")
        assert codes(lab, 1, *state, *short) == ["auth-rejected"]


def test_other_users_and_hosts_have_budgets_of_their_own(state):
    with Lab("healthy", **WRONG) as lab:
        assert codes(lab, 1, *state) == ["auth-rejected"]
        assert codes(lab, 1, *state, "-u", "lab\\ALICE") == ["auth-budget-used"]
        assert codes(lab, 1, *state, "-u", "LAB\\bob") == ["auth-rejected"]


def test_new_password_file_resets(state, password_file):
    with Lab("healthy") as lab:
        words = (*state, *password_file(BAD_PASSWORD))
        got = [run(lab, *words, password=False)[1] for _ in range(2)]
        assert got == ["auth-rejected", "auth-budget-used"]
        words = (*state, *password_file(lab.password))
        assert run(lab, *words, password=False)[1] == "ok"
        assert lab.bad_logons == 1


def test_good_password_clears_the_mark(state, tmp_path, password_file):
    with Lab("healthy") as lab:
        run(lab, *state, *password_file(BAD_PASSWORD), password=False)
        assert state_file(tmp_path)
        run(lab, *state, *password_file(lab.password), password=False)
        assert not list((tmp_path / "state").glob("*.state"))


def test_unusable_account_is_left_alone(state):
    with Lab("auth-account-unusable-logon") as lab:
        assert codes(lab, 2, *state) == ["auth-account-unusable", "auth-budget-used"]
        assert len(lab.log()) == 1


@pytest.mark.parametrize("content", [
    b"", b"\0\1\2\3", b"nonsense", b"oa-state = 2\nrejected = 5\n",
    b"oa-state = 1\nrejected = soon\n", b"oa-state = 1\nrejected = -5\n",
    b"x" * 100000], ids=lambda content: content[:30])
def test_damaged_state_file_is_set_aside(state, tmp_path, content):
    with Lab("healthy", **WRONG) as lab:
        run(lab, *state)
        path = state_file(tmp_path)
        path.write_bytes(content)
        result, code = run(lab, *state)
        assert code == "auth-rejected", result.told
        assert f"note: state file {path} was damaged" in result.out, result.told
        assert path.with_name(path.name + ".damaged").read_bytes() == content
        assert run(lab, *state)[1] == "auth-budget-used"


def test_marks_from_a_clock_that_was_set_back(state, tmp_path):
    with Lab("healthy", **WRONG) as lab:
        run(lab, *state)
        path = state_file(tmp_path)
        stamp = int(path.stat().st_mtime)
        for ahead, expected in ((1800, "auth-budget-used"), (7200, "auth-rejected")):
            path.write_text(f"oa-state = 1\nrejected = {stamp + ahead}\n")
            assert codes(lab, 1, *state) == [expected]


@pytest.mark.parametrize("kind", ["file", "missing", "lock"])
def test_unusable_state_directory_sends_no_password(tmp_path, kind):
    path = tmp_path / "state"
    if kind == "file":
        path.touch()
    elif kind == "missing":
        path = tmp_path / "a" / "b"
    with Lab("healthy") as lab:
        if kind == "lock":
            run(lab, "--state-dir", str(path))
            with open(next(path.glob("*.lock")), "w", encoding="ascii") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                count = len(lab.log())
                result, code = run(lab, "--state-dir", str(path), "-t", "2")
        else:
            count = 0
            result, code = run(lab, "--state-dir", str(path))
        assert code == "monitor-file-unreadable", result.told
        assert len(lab.log()) == count, lab.log()


def test_runs_at_the_same_time_take_turns(state):
    with Lab("healthy", front={"delay": 0.05}, **WRONG) as lab:
        runs = [checks.start(PROGRAM, lab, *QUIET, *state) for _ in range(3)]
        got = sorted(forms.first_line(one.result())["code"] for one in runs)
        assert got == ["auth-budget-used", "auth-budget-used", "auth-rejected"]
        assert lab.bad_logons == 1, lab.log()


def test_account_that_is_said_to_be_good_is_not_locked_out():
    with Lab("healthy", **WRONG) as lab:
        result, code = run(lab, "--account-good")
        assert (result.status, code) == (2, "auth-rejected"), result.told
        assert lab.bad_logons <= 4, lab.log()


def test_account_good_and_only_ntlm():
    front = {"schemes": ["NTLM"], "channel_binding": "allow"}
    tls = {"bound_certificate": "second"}
    with Lab("healthy", front=front, tls=tls) as lab:
        assert run(lab)[1] == "auth-rejected"
        assert run(lab, "--account-good")[1] == "auth-extended-protection"
        assert lab.bad_logons == 0, lab.log()
