"""What check_oa remembers between its runs, with the clock given by --now."""

import time

import checks
import forms
import pytest
import scenario
from lab import Lab

CHAIN = "check_oa"
MINUTE, HOUR = 60, 3600
NOW = int(time.time())
NTLM = ["NTLM"]
BOTH = ["NTLM", 'Basic realm="mail.lab.test"']

WORDS = ("--no-mapihttp", "--no-autodiscover", "--depth", "tunnel")


class Memory:
    """Runs of check_oa against one laboratory, with one directory of state."""

    def __init__(self, lab, directory):
        self.lab, self.directory = lab, directory

    def run(self, after, *words, schemes=None):
        """A run at NOW + after seconds, while the front end offers these schemes."""
        if schemes:
            self.lab.scenario["front"]["schemes"] = schemes
        return checks.run(
            CHAIN, self.lab, "--state-dir", str(self.directory), "--now",
            str(NOW + after), *WORDS, *words)

    def code(self, after, *words, schemes=None):
        """The code of such a run."""
        return forms.of_text(self.run(after, *words, schemes=schemes)).code


@pytest.fixture(name="memory")
def memory_fixture(tmp_path):
    """A healthy laboratory that nobody remembers yet."""
    with Lab("healthy") as lab:
        yield Memory(lab, tmp_path / "state")


def test_settings_changed(memory):
    assert memory.code(0, schemes=BOTH) == "ok"
    assert memory.code(5 * MINUTE) == "ok"
    result = memory.run(30 * MINUTE, schemes=NTLM)
    assert forms.of_text(result).code == "settings-changed", result.told
    assert "schemes changed 0 min ago" in result.lines[0]
    assert memory.code(2 * HOUR) == "settings-changed"
    assert memory.code(3 * HOUR) == "ok"


def test_settings_reverted(memory):
    assert memory.code(0, schemes=BOTH) == "ok"
    assert memory.code(HOUR, schemes=NTLM) == "settings-changed"
    result = memory.run(HOUR + 15 * MINUTE, schemes=BOTH)
    assert forms.of_text(result).code == "settings-reverted", result.told
    assert "flip back: schemes" in result.lines[0]


@pytest.mark.parametrize("minutes, code", [
    (30, "http-path-not-found"), (61, "settings-not-applied")])
def test_settings_not_applied(tmp_path, minutes, code):
    with Lab("http-path-not-found") as lab:
        memory = Memory(lab, tmp_path)
        result = memory.run(0, "--changed", f"@{NOW - minutes * MINUTE}")
    assert forms.of_text(result).code == code, result.told
    if code == "settings-not-applied":
        assert "not applied since 61 min" in result.lines[0]


@pytest.mark.parametrize("minutes, code", [
    (5, "recently-enabled"), (16, "http-path-not-found")])
def test_recently_enabled(minutes, code):
    missing = scenario.load("http-path-not-found")["rule"]
    words = ["--email", "alice@lab.test", "--resolver", "{dns}", "--https-port",
             "{https}", "--http-port", "{http}", "--no-mapihttp"]
    with Lab("autodiscover-healthy", rule=missing, args=words) as lab:
        result = checks.run(CHAIN, lab, "--now", str(NOW), "--changed",
                            f"@{NOW - minutes * MINUTE}")
    summary = forms.of_text(result)
    assert summary.code == code, result.told
    assert summary.state == {5: "WARNING", 16: "CRITICAL"}[minutes], result.told


def test_first_failure(tmp_path):
    with Lab("http-path-not-found") as lab:
        memory = Memory(lab, tmp_path)
        memory.run(0)
        result = memory.run(5 * MINUTE, "-v")
    assert any(line.startswith("  the same since ") and line.endswith("(5 min)")
               for line in result.lines), result.told


def test_damaged_file_is_set_aside(memory):
    memory.run(0)
    [path] = memory.directory.glob("memory-*[0-9]")
    path.write_text("oa-state = 1\n[[[", encoding="utf-8")
    result = memory.run(MINUTE)
    assert result.status == 0
    assert any("damaged state file set aside" in line for line in result.lines)
    assert path.with_name(path.name + ".damaged").exists()
    assert memory.code(2 * MINUTE) == "ok"
