"""The shells complete the command lines of the programs."""

import json
import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from launch import programs

FOLDER = Path(os.environ.get("OA_SRCDIR", Path(__file__).resolve().parents[2]),
              "packaging", "completion")
BASH = """\
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_oa_plugins "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""
PATIENCE_S = 60


def complete(*words):
    """What bash offers for the last word."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("bash is not installed")
    done = subprocess.run(
        [bash, "--norc", "-c", BASH, "bash", str(FOLDER / "oa-plugins.bash"), *words],
        capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize("program", programs()[1:], ids=lambda path: path.name)
def test_options(program):
    described = json.loads(subprocess.run(
        [str(program), "--dump-descriptor"], capture_output=True, text=True,
        check=False).stdout)
    shown = [option for option in described["options"] if not option["hidden"]]
    names = {f"--{option['long']}" for option in shown}
    names |= {f"-{option['short']}" for option in shown if option["short"]}
    assert set(complete(program.name, "-")) == names
    assert set(complete(str(program), "")) == names


def test_begun_option():
    assert complete("check_oa_tunnel", "-S", "EX1", "--de") == [
        "--depth", "--device-timeout"]


@pytest.mark.parametrize("words", [
    ("check_oa", "--output", ""), ("check_oa", "--output", "="),
    ("check_oa_cert", "-H", "mail.lab.test", "--output", "=", "")])
def test_choices(words):
    assert complete(*words) == ["text", "json", "prometheus"]


def test_choices_differ_by_program():
    assert "echo" in complete("check_oa_tunnel", "--depth", "")
    assert "echo" not in complete("check_oa", "--depth", "")


def test_files(tmp_path):
    (tmp_path / "some file").touch()
    (tmp_path / "some-folder").mkdir()
    begun = str(tmp_path / "some")
    both = complete("check_oa", "--ca-file", begun)
    assert both == [begun, "file", f"{begun}-folder"] or both == [
        f"{begun}-folder", begun, "file"]
    assert complete("check_oa", "--state-dir", begun) == [f"{begun}-folder"]


def test_what_cannot_be_guessed():
    assert complete("check_oa", "--timeout", "") == []
    assert complete("check_oa", "--password", "") == []


class Terminal:
    """zsh in a terminal of its own, with nothing loaded but its completion."""

    def __init__(self, zsh, home):
        self.child, self.descriptor = pty.fork()
        if self.child == 0:
            os.execve(zsh, [zsh, "-f", "-i"], {
                "HOME": str(home), "TERM": "vt100", "PATH": os.defpath,
                "COLUMNS": "200", "LC_ALL": "C"})
        self.seen = ""

    def type(self, text, answer):
        """Type something and wait until the answer is seen."""
        self.seen = ""
        os.write(self.descriptor, text.encode())
        end = time.monotonic() + PATIENCE_S
        while answer not in self.seen:
            left = end - time.monotonic()
            assert left > 0, self.seen
            if select.select([self.descriptor], [], [], left)[0]:
                self.seen += os.read(self.descriptor, 4096).decode(errors="replace")

    def close(self):
        """The shell ends with its terminal."""
        os.close(self.descriptor)
        os.waitpid(self.child, 0)


@pytest.fixture(name="terminal")
def terminal_fixture(tmp_path):
    """A terminal with the completion loaded as an installed one is."""
    zsh = shutil.which("zsh")
    if not zsh:
        pytest.skip("zsh is not installed")
    terminal = Terminal(zsh, tmp_path)
    # the words asked for are not those that are typed, which the terminal echoes
    terminal.type(f"fpath=({FOLDER} $fpath); autoload -U compinit; compinit -u -D; "
                  "print is-$((1 + 1))\r", "is-2")
    yield terminal
    terminal.close()


def test_zsh(terminal):
    terminal.type("check_oa_tunnel --interf\t", "--interface")
    terminal.type("ns\t", "nspi")
    terminal.type("--refuse-\t\t", "one later than this means that a connect")
    terminal.type("\x15check_oa --output \tp\t", "prometheus")
