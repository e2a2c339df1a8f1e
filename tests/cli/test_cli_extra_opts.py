"""--extra-opts: sections of ini files as options."""

import pytest
from launch import DUMMY, run

INI = """\
; settings of the tests
[check_oa_dummy]
hostname = ini.lab.test
port = 8443

[other]
H=other.lab.test
no-tls
resolver=127.0.0.1
resolver=127.0.0.2

[bad-value]
port = x
[unknown]
colour = red
[nested]
extra-opts = other
[flag]
no-tls = yes
[uses]
hostname = uses.lab.test
use = check_oa_dummy
[uses-uses]
use = uses
port = 1
[uses-itself]
use = uses-itself
[uses-nothing]
use = colours
[secret]
hostname=secret.lab.test
username=alice
password=hunter2
"""


@pytest.fixture(name="ini")
def ini_fixture(secret_file):
    return secret_file("plugins.ini", INI)


def forms(ini):
    """Spellings of the same."""
    return [["--extra-opts=@" + ini], ["--extra-opts", "@" + ini],
            ["--extra-opts=check_oa_dummy@" + ini],
            ["--extra-opts", "check_oa_dummy@" + ini]]


def test_spellings(ini):
    for words in forms(ini):
        assert "port 8443 of ini.lab.test" in run(DUMMY, *words).out


def test_file_from_the_environment(ini):
    for words in (["--extra-opts"], ["--extra-opts="], ["--extra-opts", "-v"]):
        result = run(DUMMY, *words, MP_CONFIG_FILE=ini)
        assert "port 8443 of ini.lab.test" in result.out


@pytest.mark.parametrize("name", ["monitoring-plugins.ini", "plugins.ini",
                                  "nagios-plugins.ini"])
def test_directories_from_the_environment(tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / name).write_text(INI, encoding="utf-8")
    result = run(DUMMY, "--extra-opts",
                 NAGIOS_CONFIG_PATH=f"{tmp_path}/empty::{tmp_path}")
    assert "port 8443 of ini.lab.test" in result.out


def test_standard_input():
    result = run(DUMMY, "--extra-opts=@-", stdin=INI)
    assert "port 8443 of ini.lab.test" in result.out


def test_command_line_wins_wherever_it_stands(ini):
    for words in (["-p", "1", "--extra-opts=@" + ini],
                  ["--extra-opts=@" + ini, "-p", "1"]):
        assert "port 1 of ini.lab.test" in run(DUMMY, *words).out


def test_a_section_uses_others(ini):
    assert "port 8443 of uses.lab.test" in run(DUMMY, "--extra-opts=uses@" + ini).out
    result = run(DUMMY, "--extra-opts=uses-uses@" + ini)
    assert "port 1 of uses.lab.test" in result.out


@pytest.mark.parametrize("section, text", [
    ("uses-itself", "use = uses-itself runs in a circle"),
    ("uses-nothing", "use = colours: that section is missing or empty")])
def test_a_section_that_uses_what_it_cannot(ini, section, text):
    result = run(DUMMY, f"--extra-opts={section}@{ini}")
    assert result.code == 3
    assert text in result.out


def test_several_sections(ini):
    result = run(DUMMY, "--extra-opts=@" + ini, "--extra-opts=other@" + ini)
    assert "port 8443 of other.lab.test" in result.out
    assert "port 80 of other.lab.test" in run(DUMMY, "--extra-opts=other@" + ini).out


def test_default_section_may_be_missing(dummy, secret_file):
    ini = secret_file("other.ini", "[other]\nport=1\n")
    assert dummy("--extra-opts=@" + ini).code == 0


@pytest.mark.parametrize("section, code, text", [
    ("none", "monitor-file-unreadable", "section [none] is missing or empty"),
    ("bad-value", "bad-usage", "--port: x is no whole number"),
    ("unknown", "bad-usage", "unknown option colour"),
    ("nested", "bad-usage", "--extra-opts has no place in a file"),
    ("flag", "bad-usage", "--no-tls: takes no argument"),
])
def test_mistakes_in_a_file(dummy, ini, section, code, text):
    result = dummy(f"--extra-opts={section}@{ini}")
    assert result.code == 3
    assert f"[{code}]" in result.lines[0]
    assert f"{ini}: {text}" in result.lines[0]


@pytest.mark.parametrize("content, text", [
    ("[a\n", "line 1 is neither a section nor a setting"),
    ("[a]\nx=" + 5000 * "y" + "\n", "line 2 is too long"),
])
def test_broken_files(dummy, secret_file, content, text):
    ini = secret_file("broken.ini", content)
    result = dummy("--extra-opts=a@" + ini)
    assert result.code == 3
    assert result.lines == [
        f"OA DUMMY UNKNOWN [monitor-file-unreadable]: cannot read {ini}: {text}"]


def test_missing_file(dummy, tmp_path):
    result = dummy(f"--extra-opts=@{tmp_path}/none.ini")
    assert result.code == 3
    assert result.lines[0].endswith("none.ini: No such file or directory")
    assert len(result.lines) == 1


@pytest.mark.parametrize("mode, words", [
    (0o600, None), (0o640, "is open to its group"), (0o644, "is open to everybody")])
def test_note_about_passwords_that_others_can_read(dummy, secret_file, mode, words):
    ini = secret_file("plugins.ini", INI, mode)
    result = dummy("--extra-opts=secret@" + ini, "--show-logon")
    assert result.code == 0
    assert "user alice domain none password of 7" in result.out
    assert "hunter2" not in result.out
    assert (words in result.out) if words else ("note:" not in result.out)
    assert "note:" not in dummy("--extra-opts=other@" + ini).out
