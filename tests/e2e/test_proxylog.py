"""check_oa_proxylog: what is new, rotation, half lines, and files that are none."""

import gzip
import os
import stat
import time

import checks
import pytest

PROGRAM = "check_oa_proxylog"
COLUMNS = ("DateTime", "RequestId", "ServerHostName", "HttpStatus", "BackEndStatus",
           "ErrorCode", "TargetServer", "TargetServerVersion", "TotalRequestTime",
           "UrlQuery", "GenericInfo", "GenericErrors")
NOW = 1795235650  # 2026-11-21T04:34:10Z


def moment(seconds_ago):
    """A DateTime that lies before NOW."""
    then = time.gmtime(NOW - seconds_ago)
    return time.strftime("%Y-%m-%dT%H:%M:%S.250Z", then)


def line(columns=COLUMNS, ago=60, end="\r\n", **values):
    """One request; empty where nothing is given."""
    fields = {"DateTime": moment(ago), "ServerHostName": "EX1", "HttpStatus": "200",
              "BackEndStatus": "200", "TargetServer": "EX2.lab.test",
              "TargetServerVersion": "15.02.1544.004", "TotalRequestTime": "20",
              "GenericInfo": '"one, ""two"""'} | values
    return ",".join(fields.get(name, "") for name in columns) + end


def head(columns=COLUMNS):
    """The lines at the beginning of a file."""
    return ("#Software: Microsoft Exchange Server\r\n"
            f"#Date: {moment(0)}\r\n#Fields: {','.join(columns)}\r\n")


def write(path, *texts, mode="a"):
    """Writes texts to the end of a file."""
    with open(path, mode, encoding="utf-8", newline="") as file:
        file.write("".join(texts))


def run(*words):
    """Runs the check as of NOW; returns the result."""
    return checks.run_words(PROGRAM, "--now", str(NOW), "--output", "json", *words)


def requests(*words):
    """How many requests a run counts."""
    result = run(*words)
    assert result.document["code"] == "ok", result.told
    return result.values()["requests"]


@pytest.fixture(name="log")
def log_fixture(tmp_path):
    """A log of three requests in a directory of its own."""
    path = tmp_path / "logs" / "HttpProxy_2026112104-1.LOG"
    path.parent.mkdir()
    write(path, head(), line() * 3)
    return path


@pytest.fixture(name="words")
def words_fixture(log, tmp_path):
    """Options for that directory and a memory."""
    return ("-l", str(log.parent), "--state-dir", str(tmp_path / "state"))


def test_each_request_counts_once(log, words):
    assert requests(*words) == 3
    assert requests(*words) == 0
    write(log, line() * 2)
    assert requests(*words) == 2
    assert requests(*words) == 0


def test_without_memory_the_window_counts(log):
    write(log, line(ago=7200) * 5)
    for _ in range(2):
        assert requests("-l", str(log)) == 3
    assert requests("-l", str(log), "--window", "180") == 8
    assert requests("-l", str(log), "--window", "0") == 8


def test_a_file_with_two_names_counts_once(log, words):
    os.symlink(log, log.parent / "link.log")
    assert requests(*words, "-l", str(log)) == 3


def test_half_a_line_waits_for_its_end(log, words):
    whole = line()
    write(log, whole[:40])
    assert requests(*words) == 3
    write(log, whole[40:-1])
    assert requests(*words) == 0
    write(log, "\n")
    assert requests(*words) == 1


def test_rotation_by_a_new_file(log, words):
    assert requests(*words) == 3
    write(log, line())
    write(log.parent / "HttpProxy_2026112105-1.LOG", head(), line() * 4)
    assert requests(*words) == 5
    os.unlink(log)
    assert requests(*words) == 0


def test_rotation_by_another_name(log, words):
    assert requests(*words) == 3
    os.rename(log, log.parent / "old.log")
    write(log, head(), "#Date: later\r\n", line() * 2)
    assert requests(*words) == 2


def test_a_file_that_begins_anew(log, words):
    write(log, line() * 20)
    assert requests(*words) == 23
    write(log, "#Date: later\r\n", head(), line(), mode="w")
    assert requests(*words) == 1


def test_old_files_are_not_read_but_remembered(log, words):
    old = log.parent / "HttpProxy_2026112001-1.LOG"
    write(old, head(), line(ago=90000) * 9)
    os.utime(old, (NOW - 90000, NOW - 90000))
    assert requests(*words) == 3
    write(old, line())
    assert requests(*words) == 1


def test_columns_in_any_order_with_mark_and_without_head(tmp_path):
    path = tmp_path / "a.log"
    columns = tuple(reversed(COLUMNS))
    write(path, "\ufeff", ",".join(("DateTime", "HttpStatus", "X")), "\r\n",
          f"{moment(1)},200,\r\n", head(columns), line(columns, end="\n") * 2,
          head(), line())
    assert requests("-l", str(path)) == 4


def test_servers_and_errors_are_named(log):
    write(log, line(HttpStatus="200", BackEndStatus="500") * 2)
    write(log, line(HttpStatus="503", BackEndStatus="", ErrorCode="SocketError",
                    TargetServer="EX3.lab.test") * 3)
    result = run("-l", str(log), "--min-requests", "1")
    assert result.document["code"] == "backend-unreachable", result.told
    codes = [hop["code"] for hop in result.document["hops"]]
    assert "backend-hop-failed" in codes, result.told
    details = "\n".join(result.hops("proxy")[0]["details"])
    assert "EX3.lab.test 15.02.1544.004: 3 of 3 requests fail" in details
    assert "EX2.lab.test 15.02.1544.004: 2 of 5 requests fail" in details
    assert "error SocketError: 3" in details
    values = result.values()
    assert values["hidden_errors"] == 2
    assert values["errors"] == 5
    assert values["error_ratio"] == 62.5


@pytest.mark.parametrize("count, words, state", [
    (0, (), "OK"), (1, (), "OK"), (6, (), "WARNING"), (30, (), "CRITICAL"),
    (30, ("-w", "50", "-c", "60"), "OK"), (6, ("-c", "5"), "CRITICAL"),
    (30, ("--min-requests", "101"), "OK")], ids=str)
def test_the_share_decides(tmp_path, count, words, state):
    path = tmp_path / "a.log"
    write(path, head(), line() * (100 - count),
          line(HttpStatus="500", BackEndStatus="500") * count)
    result = run("-l", str(path), *words)
    assert result.document["state"] == state, result.told
    assert result.values()["error_ratio"] == count


HIDDEN = {"HttpStatus": "200", "BackEndStatus": "500"}


def test_the_front_end_that_fails_is_named(tmp_path):
    for name in ("EX1", "EX2"):
        (tmp_path / name).mkdir()
    write(tmp_path / "EX1" / "a.log", head(), line(TargetServer="MB1.lab.test") * 50)
    write(tmp_path / "EX2" / "a.log", head(),
          line(ServerHostName="EX2", TargetServer="MB2.lab.test", **HIDDEN) * 20,
          line(ServerHostName="EX3", TargetServer="MB1.lab.test", **HIDDEN) * 10)
    result = run("-l", str(tmp_path / "EX1"), "-l", str(tmp_path / "EX2"), "-v")
    assert ("500 via EX2 -> MB2.lab.test (443 good, 444 bad: 30 of 80 requests, 20 of "
            "them here)") in result.document["summary"], result.told
    details = "\n".join(result.hops("backend")[0]["details"])
    assert ("EX3 -> MB1.lab.test: 10, HttpStatus 200 beside BackEndStatus 500"
            in details), result.told


def test_each_server_has_its_status(tmp_path):
    path = tmp_path / "a.log"
    write(path, head(), line(HttpStatus="500", BackEndStatus="500") * 10,
          line(HttpStatus="504", BackEndStatus="504", TargetServer="MB2") * 9)
    details = "\n".join(run("-l", str(path)).hops("backend")[0]["details"])
    assert "EX1 -> MB2: 9, HttpStatus 504 beside BackEndStatus 504" in details


@pytest.mark.parametrize("bad, good, words, state", [
    (45, 0, (), "CRITICAL"), (45, 6, (), "WARNING"), (45, 46, (), "OK"),
    (10, 0, (), "CRITICAL"), (9, 0, (), "OK"),
    (9, 0, ("--min-requests", "9"), "CRITICAL"),
    (45, 0, ("-w", "100", "-c", "100"), "OK"), (45, 0, ("-c", "100"), "WARNING")],
    ids=str)
def test_one_server_of_many(tmp_path, bad, good, words, state):
    """A server at which most fails is found, however many there are beside it."""
    path = tmp_path / "a.log"
    write(path, head(), *(line(TargetServer=f"MB{i}.lab.test") * 60 for i in range(30)),
          line(TargetServer="MB77.lab.test") * good,
          line(TargetServer="MB77.lab.test", TargetServerVersion="", **HIDDEN) * bad)
    result = run("-l", str(path), *words)
    assert result.document["state"] == state, result.told
    if state != "OK":
        assert result.document["code"] == "backend-hop-failed"
        assert (f"EX1 -> MB77.lab.test (443 good, 444 bad: {bad} of {bad + good} "
                "requests to it)") in result.document["summary"], result.told


def test_a_dead_server_stands_before_the_share(tmp_path):
    path = tmp_path / "a.log"
    write(path, head(), line() * 900, line(HttpStatus="429", BackEndStatus="") * 60,
          line(HttpStatus="503", BackEndStatus="", TargetServer="MB3.lab.test") * 20)
    result = run("-l", str(path))
    assert result.document["state"] == "CRITICAL", result.told
    assert "MB3.lab.test does not answer EX1 (20 of 20 requests to it)" in \
        result.document["summary"], result.told
    assert "front-end-busy" in result.out


def test_servers_that_all_fail_are_one_finding(tmp_path):
    path = tmp_path / "a.log"
    write(path, head(),
          *(line(TargetServer=f"MB{i}.lab.test", **HIDDEN) * 20 for i in range(30)))
    assert len(run("-l", str(path)).hops("backend")) == 1


@pytest.mark.parametrize("form", ["text", "json", "prometheus"])
def test_no_internal_names(tmp_path, form):
    path, page = tmp_path / "a.log", tmp_path / "page.html"
    write(path, head(),
          *(line(ServerHostName=f"EX{i}", TargetServer=f"MB{i}.lab.test", **HIDDEN) * 20
            for i in range(40)))
    result = checks.run_words(PROGRAM, "--now", str(NOW), "-l", str(path), "-vvv",
                              "--output", form, "--no-internal-names",
                              "--html", str(page))
    for text in (result.out, page.read_text(encoding="utf-8")):
        assert "node-" in text or form == "prometheus", result.told
        assert "EX" not in text and "MB" not in text, text


def test_demands_for_a_logon_are_no_failures(log):
    write(log, line(HttpStatus="401", BackEndStatus="", TargetServer="") * 50)
    result = run("-l", str(log))
    assert result.document["state"] == "OK", result.told
    assert "50 demands for a logon (401)" in result.document["summary"], result.told
    assert result.values()["challenges"] == 50
    assert result.values()["requests"] == 3


def test_times_are_measured(tmp_path):
    path = tmp_path / "a.log"
    write(path, head(), *(line(TotalRequestTime=str(ms)) for ms in range(1, 1001)))
    values = run("-l", str(path)).values()
    assert abs(values["p50_time"] - 0.5) < 0.5 / 16
    assert abs(values["p95_time"] - 0.95) < 0.95 / 16


def test_a_missing_share_keeps_the_memory(log, words, tmp_path):
    assert requests(*words) == 3
    os.rename(log.parent, tmp_path / "away")
    result = run(*words)
    assert result.document["code"] == "monitor-file-unreadable", result.told
    os.rename(tmp_path / "away", log.parent)
    assert requests(*words) == 0


def run_at(minute, words):
    """Runs the check so many minutes after NOW."""
    return checks.run_words(PROGRAM, "--now", str(NOW + 60 * minute), "--output",
                            "json", *words)


@pytest.fixture(name="quiet")
def quiet_fixture(tmp_path):
    """An empty log, and the options for it with a memory."""
    path = tmp_path / "a.log"
    write(path, head())
    return path, ("-l", str(path), "--state-dir", str(tmp_path / "state"))


def test_few_requests_are_carried_on(quiet):
    """Too few in each run, but all of them fail."""
    path, words = quiet
    bad = line(ServerHostName="EX2", TargetServer="MB2.lab.test", **HIDDEN)
    for minute in range(0, 40, 5):
        write(path, bad * 8)
        result = run_at(minute, words)
        values = result.values()
        assert values["requests"] == values["errors"] == values["hidden_errors"] == 8
        assert values["error_ratio"] == 100
        if not minute:
            assert result.document["state"] == "OK", result.told
            assert "judged from 10 requests on" in result.document["summary"]
            continue
        assert result.document["code"] == "backend-hop-failed", result.told
        assert ("EX2 -> MB2.lab.test (443 good, 444 bad: 16 of 16 requests)"
                in result.document["summary"]), result.told
        assert "with earlier runs 16, 16 failed (100.0 %)" in result.out
    for minute, state in ((40, "CRITICAL"), (45, "OK")):
        write(path, line() * 8)
        assert run_at(minute, words).document["state"] == state
    assert run_at(50, words).values()["requests"] == 0


def test_many_requests_leave_nothing_behind(quiet):
    path, words = quiet
    for count, state in ((8, "OK"), (12, "CRITICAL"), (9, "OK"), (0, "OK")):
        write(path, line(HttpStatus="429") * count)
        assert run_at(0, words).document["state"] == state


@pytest.mark.parametrize("minutes, state", [
    ((0, 60), "CRITICAL"), ((0, 30, 61), "OK"), ((0, 600), "CRITICAL"),
    ((0, -60), "OK")], ids=str)
def test_what_is_carried_on_expires(quiet, minutes, state):
    """After an hour, or with the next run where runs are rarer."""
    path, words = quiet
    for minute in minutes:
        if minute in (minutes[0], minutes[-1]):
            write(path, line(HttpStatus="429") * 6)
        result = run_at(minute, words)
    assert result.document["state"] == state, result.told


def test_what_is_carried_on_keeps_its_names(quiet):
    path, words = quiet
    error = "MailboxGuidWithDomainNotFound"
    write(path, line(HttpStatus="404", BackEndStatus="", ErrorCode=error,
                     TargetServer="", UrlQuery="?1-2-3@lab.test:6001") * 9)
    assert run_at(0, words).document["state"] == "OK"
    write(path, line())
    result = run_at(5, words)
    assert "front end EX1 (9 of 10 requests) cannot place mailbox 1-2-3@lab.test" in \
        result.document["summary"], result.told


def test_what_is_carried_on_is_bounded(quiet):
    path, words = quiet
    for minute in range(6):
        write(path, *(line(TargetServer=f"MB{minute}x{i}.lab.test", **HIDDEN)
                      for i in range(300)))
        result = run_at(minute, (*words, "--min-requests", "1000000"))
    assert "with earlier runs 900, 900 failed" in result.out, result.told


def test_a_damaged_memory_is_set_aside(log, words, tmp_path):
    assert requests(*words) == 3
    state, = [path for path in (tmp_path / "state").iterdir()
              if not path.name.endswith(".lock")]
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    state.write_bytes(b"\0\1\2nonsense")
    result = run(*words)
    assert result.document["code"] == "ok", result.told
    assert "damaged" in result.out
    assert requests(*words) == 0


@pytest.mark.parametrize("name, reason", [
    ("", "no file in it"), ("missing.log", "No such file"),
    ("pipe.log", "not a regular file"), ("plain.log", "no line #Fields:"),
    ("utf-16", "in UTF-16"), ("utf-16-le", "in UTF-16"), ("utf-16-be", "in UTF-16"),
    ("gzip", "compressed by gzip")], ids=str)
def test_what_is_no_log(tmp_path, name, reason):
    folder = tmp_path / "empty"
    folder.mkdir()
    if name == "pipe.log":
        os.mkfifo(folder / name)
    if name == "plain.log":
        write(folder / name, "200,200,200\n")
    if name.startswith("utf"):
        (folder / name).write_text(head() + line() * 9, encoding=name)
    if name == "gzip":
        (folder / name).write_bytes(gzip.compress((head() + line()).encode()))
    result = run("-l", str(folder / name))
    assert result.status == 3
    assert result.document["code"] == "monitor-file-unreadable", result.told
    assert reason in result.document["summary"], result.told
    is_content = name in ("plain.log", "gzip") or name.startswith("utf")
    assert ("text in UTF-8" in result.hops("monitor")[0]["hint"]) == is_content


@pytest.mark.parametrize("column, code", [
    ("BackEndStatus", "monitor-file-unreadable"), ("TargetServer", "ok")])
def test_columns_that_are_missing_are_told(tmp_path, column, code):
    columns = tuple(name for name in COLUMNS if name != column)
    path = tmp_path / "a.log"
    words = ("-l", str(path), "--state-dir", str(tmp_path / "state"))
    write(path, head(columns))
    assert requests(*words) == 0
    write(path, line(columns) * 20)
    result = run(*words)
    assert result.document["code"] == code, result.told
    assert f"no column {column}" in result.out
    if code != "ok":
        assert "all columns" in result.hops("monitor")[0]["hint"]
    assert requests(*words) == 0
    write(path, head(), line(HttpStatus="429") * 20)
    result = run(*words)
    assert result.document["code"] == "front-end-busy", result.told
    assert "no column" not in result.out


def test_dates_that_cannot_be_right_are_told(tmp_path):
    path = tmp_path / "a.log"
    write(path, head(), line() * 12, line(ago=-500) * 3,
          line(ago=-2592000, **HIDDEN) * 20,
          line(DateTime="11/21/2026 04:30", **HIDDEN) * 4)
    result = run("-l", str(path))
    assert result.document["code"] == "ok", result.told
    assert result.values()["requests"] == 15
    assert "24 left out by their date" in result.document["summary"], result.told
    told = " ".join(hop["text"] for hop in result.hops("monitor"))
    assert "20 requests are dated ahead of now: is the clock" in told
    assert "4 requests have no DateTime" in told
    assert run("-l", str(path), "--window", "0").values()["requests"] == 39


def test_one_bad_file_does_not_hide_the_others(log):
    write(log, line(HttpStatus="500", BackEndStatus="500") * 30)
    write(log.parent / "bad.log", "x,y\n")
    result = run("-l", str(log.parent))
    assert result.document["code"] == "backend-hop-failed", result.told
    assert "monitor-file-unreadable" in result.out


def test_hostile_names_do_not_reach_the_output(tmp_path):
    path = tmp_path / "a.log"
    write(path, head(), line(HttpStatus="500", BackEndStatus="500", ErrorCode="a|b=1",
                             TargetServer="EX\x1b[31m|x=1") * 20)
    result = checks.run_words(PROGRAM, "--now", str(NOW), "-l", str(path))
    assert result.lines[0].count("|") == 1, result.told
    assert "\x1b" not in result.out


def test_the_deadline_holds(tmp_path):
    """What is not read in time comes with the next run."""
    path = tmp_path / "a.log"
    block = line() * 1000
    write(path, head(), *([block] * 300))
    words = ("-l", str(path), "--state-dir", str(tmp_path / "state"), "-t", "0.05")
    count = 0
    for _ in range(200):
        result = run(*words)
        if result.document["code"] == "ok":
            count += result.values()["requests"]
        if count == 300000:
            break
    assert count == 300000
