"""Credentials: where they come from, who may read them, where they never show."""

import subprocess
import time
from pathlib import Path

import pytest
from launch import DUMMY, environment


def logon(result):
    """The line of the dummy that says who logs on."""
    assert result.code == 0
    return next(line for line in result.lines if line.startswith("[OK] auth: "))


@pytest.fixture(name="files")
def files_fixture(secret_file):
    lines = "username=bob\npassword=four\ndomain=LAB\n"
    return {"credentials": secret_file("who", lines),
            "password": secret_file("word", "sixsix\n")}


def test_sources_have_an_order(dummy, files):
    words = ["--show-logon", "--password", "x"]
    assert "user none domain none password of 1" in logon(dummy(*words))
    assert "password of 2" in logon(dummy(*words, OA_PASSWORD="xx"))
    assert "password of 1" in logon(dummy(*words, OA_PASSWORD=""))
    words += ["--credentials-file", files["credentials"]]
    line = logon(dummy(*words, OA_PASSWORD="xx"))
    assert "user bob domain LAB password of 4" in line
    words += ["--password-file", files["password"], "-u", "LAB\\alice"]
    line = logon(dummy(*words, OA_PASSWORD="xx"))
    assert "user LAB\\alice domain LAB password of 6" in line


def test_password_from_standard_input(dummy):
    result = dummy("--show-logon", "--password-file=-", stdin="hunter2\nmore\n")
    assert "password of 7" in logon(result)


@pytest.mark.parametrize("option", ["--credentials-file", "--password-file"])
@pytest.mark.parametrize("mode", [0o604, 0o602, 0o644, 0o666, 0o777])
def test_files_open_to_others_are_refused(dummy, secret_file, option, mode):
    path = secret_file("secret", "password=hunter2\n", mode)
    result = dummy(option, path)
    assert result.code == 3
    assert result.lines == ["OA DUMMY UNKNOWN [monitor-file-unreadable]: cannot read "
                            f"{path}: it is open to everybody (chmod 600)"]


@pytest.mark.parametrize("option", ["--credentials-file", "--password-file"])
def test_files_open_to_the_group_are_noted(dummy, secret_file, option):
    path = secret_file("secret", "password=hunter2\n", 0o640)
    result = dummy(option, path)
    assert result.code == 0
    assert f"note: {path} is open to its group (chmod 600)" in result.out
    assert "monitor" not in result.lines[0]


@pytest.mark.parametrize("option", ["--credentials-file", "--password-file",
                                    "--extra-opts=@"])
@pytest.mark.parametrize("name, reason", [
    ("none", "No such file or directory"), (".", "Is a directory"),
    ("file/below", "Not a directory")])
def test_unreadable_files(dummy, tmp_path, option, name, reason):
    (tmp_path / "file").write_text("", encoding="utf-8")
    path = f"{tmp_path}/{name}"
    words = [option + path] if option.endswith("@") else [option, path]
    result = dummy(*words)
    assert result.code == 3
    assert result.lines == ["OA DUMMY UNKNOWN [monitor-file-unreadable]: cannot read "
                            f"{path}: {reason}"]


@pytest.mark.parametrize("content, reason", [
    ("hunter2\n", "line 1: no = in it"),
    ("username=a\nhunter2=x\n",
     "line 2: neither username nor password nor domain"),
    ("x" * 5000, "the file is too long"),
])
def test_broken_credentials_files(dummy, secret_file, content, reason):
    path = secret_file("who", content)
    result = dummy("--credentials-file", path)
    assert result.code == 3
    assert result.lines[0].endswith(f"cannot read {path}: {reason}")
    assert "hunter2" not in result.out


def test_empty_password_file(dummy, secret_file):
    result = dummy("--password-file", secret_file("word", ""))
    assert result.code == 3
    assert result.lines[0].endswith("the file is empty")


def visible(pid):
    """What the process list shows of a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.mark.parametrize("words", [["--password", "hunter2"], ["--password=hunter2"]],
                         ids=str)
def test_password_leaves_the_process_list(words):
    with subprocess.Popen(
            [str(DUMMY), "-H", "mail.lab.test", "--sleep", "1.5", *words],
            stdout=subprocess.PIPE, env=environment()) as process:
        end = time.monotonic() + 1
        shown = b""
        # Right behind exec the list is empty, then the whole line is in it.
        while (b"hunter2" in shown or not shown) and time.monotonic() < end:
            time.sleep(0.01)
            shown = visible(process.pid)
        assert process.poll() is None
        assert b"mail.lab.test" in shown
        assert b"hunter2" not in shown
        assert b"hunter2" not in process.communicate()[0]
        assert process.returncode == 0


def test_closed_standard_output_is_no_crash():
    with subprocess.Popen(
            [str(DUMMY), "-H", "mail.lab.test", "--sleep", "0.3"],
            stdout=subprocess.PIPE, env=environment()) as process:
        process.stdout.close()
        assert process.wait(10) == 0
