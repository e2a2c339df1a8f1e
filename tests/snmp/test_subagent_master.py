"""What becomes of the subagent when its master agent comes, goes and hangs."""

import os
import pwd
import resource
import shutil
import signal
import socket
import tempfile
import time
from pathlib import Path

import pytest
from programs import PATIENCE, free_port, wait_for
from served import Served
from snmpd import Snmpd

TARGETS_OK = "1.1.8.0"
SESSIONS = "1.1.21.0"
CHANGED = "1.1.5.0"


def is_served(snmpd):
    """True once the subagent answers through this master agent."""
    return snmpd.value(TARGETS_OK) is not None


def test_late_start(net_snmp, tmp_path, serve):
    snmpd = Snmpd(tmp_path)
    served = serve(snmpd.agentx)
    served.tell("targets 2")
    served.tell("run 1 2")
    time.sleep(2.5)
    assert served.said().count("no master agent") == 1
    with snmpd.start():
        wait_for(lambda: snmpd.value(TARGETS_OK) == "2", "the targets")


def test_restart(master, serve):
    served = serve(master.agentx)
    served.tell("targets 2")
    wait_for(lambda: is_served(master), "the first session")
    wait_for(lambda: master.value(CHANGED) is not None, "the time of the change")
    time.sleep(1.2)
    served.tell("targets 3")
    wait_for(lambda: int(master.value(CHANGED)) > 0, "the second change")
    master.stop()
    master.start()
    wait_for(lambda: is_served(master), "the second session")
    assert master.value(SESSIONS) == "2"
    assert master.value(CHANGED) == "0", "a time of before the restart"


def test_kill_and_stale_socket(master, serve):
    served = serve(master.agentx)
    for count in range(1, 6):
        served.wait_for_sessions(count)
        wait_for(lambda: is_served(master), "the session")
        path = Path(master.agentx.removeprefix("unix:"))
        master.kill()
        assert path.exists(), "the socket of the dead one is still there"
        time.sleep(0.3)
        master.start()
    wait_for(lambda: is_served(master), "the last session")


def test_stale_socket_at_start(master, tmp_path, serve):
    master.kill()
    served = serve(master.agentx)
    time.sleep(1.2)
    assert "Connection refused" in served.said()
    master.start()
    wait_for(lambda: is_served(master), "the session")


def test_hung_master_blocks_nobody(master, serve):
    served = serve(master.agentx)
    served.tell("targets 3")
    wait_for(lambda: is_served(master), "the session")
    master.signal(signal.SIGSTOP)
    until = time.monotonic() + 4
    while time.monotonic() < until:
        start = time.monotonic()
        served.tell("run 1 3")
        served.tell("run 1 3 tcpConnect 3 tcp-refused refused")
        assert time.monotonic() - start < 2, "the store is locked"
        time.sleep(0.1)
    master.signal(signal.SIGCONT)
    wait_for(lambda: master.value("1.1.10.0") == "3", "the answer after the hang")


def test_end_while_master_hangs(master, serve):
    served = serve(master.agentx)
    wait_for(lambda: is_served(master), "the session")
    master.signal(signal.SIGSTOP)
    time.sleep(0.5)
    start = time.monotonic()
    served.stop()
    assert time.monotonic() - start < 6
    master.signal(signal.SIGCONT)


def test_full_backlog(net_snmp, tmp_path, serve):
    path = tmp_path / "full"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(0)
        waiting = []
        while True:
            one = socket.socket(socket.AF_UNIX)
            one.setblocking(False)
            waiting.append(one)
            try:
                one.connect(str(path))
            except BlockingIOError:
                break
        served = serve(f"unix:{path}")
        wait_for(lambda: "takes no connection" in served.said(), "the log")
        wait_for(lambda: served.tell("heartbeat") != ["0"], "a turn of the loop")
        served.stop()
        for one in waiting:
            one.close()


def test_second_socket_of_the_list(master, tmp_path, serve):
    stale = tmp_path / "stale"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(stale))
    serve(f"unix:{stale}", f"unix:{tmp_path}/none", master.agentx)
    wait_for(lambda: is_served(master), "the session")


def test_over_tcp(net_snmp, tmp_path, serve):
    place = f"tcp:localhost:{free_port(socket.SOCK_STREAM)}"
    snmpd = Snmpd(tmp_path, agentx=place)
    with snmpd.start():
        served = serve(place)
        served.tell("targets 4")
        wait_for(lambda: snmpd.value("1.1.7.0") == "4", "the session")
        snmpd.kill()
        snmpd.start()
        wait_for(lambda: is_served(snmpd), "the second session")


@pytest.mark.skipif(os.getuid() != 0, reason="only root may start it as somebody else")
def test_wrong_permission(net_snmp):
    nobody = pwd.getpwnam("nobody").pw_uid
    directory = Path(tempfile.mkdtemp())
    try:
        directory.chmod(0o755)
        snmpd = Snmpd(directory)
        with snmpd.start(), Served(directory, snmpd.agentx, user=nobody) as served:
            path = Path(snmpd.agentx.removeprefix("unix:"))
            path.chmod(0o666)
            wait_for(lambda: is_served(snmpd), "the session")
            snmpd.stop()
            snmpd.config.write_text(
                snmpd.config.read_text(encoding="ascii").replace("0666", "0600"),
                encoding="ascii")
            snmpd.start()
            wait_for(lambda: "Permission denied" in served.said(), "the log")
            time.sleep(2.5)
            assert served.said().count("Permission denied") == 1
            path.chmod(0o666)
            wait_for(lambda: is_served(snmpd), "the session")
    finally:
        shutil.rmtree(directory)


def test_many_descriptors(master, serve):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2048:
        pytest.skip("not allowed to open so many files")
    served = serve(master.agentx, preexec_fn=lambda: resource.setrlimit(
        resource.RLIMIT_NOFILE, (2048, hard)))
    wait_for(lambda: is_served(master), "the session")
    assert served.tell("descriptors 1500") == []
    master.kill()
    master.start()
    wait_for(lambda: is_served(master), "the session above 1500")
    assert served.descriptors() > 1500
    assert len(master.walk("1.1")) == 28


def test_restarts_leave_nothing_behind(master, serve):
    served = serve(master.agentx)
    served.tell("targets 50")
    for count in range(1, 7):
        served.wait_for_sessions(count)
        wait_for(lambda: is_served(master), "the session")
        if count == 2:
            descriptors, memory = served.descriptors(), served.resident_kb()
        (master.kill if count % 2 else master.stop)()
        master.start()
    served.wait_for_sessions(7)
    assert served.descriptors() == descriptors
    assert served.resident_kb() < memory + 1024


def test_place_is_taken(master, tmp_path, serve):
    """A subagent that is still there keeps its place; the next one gets it then."""
    first = serve(master.agentx)
    first.tell("targets 1")
    wait_for(lambda: master.value("1.1.7.0") == "1", "the first one")
    second = Served(tmp_path, master.agentx)
    with second:
        second.tell("targets 2")
        wait_for(lambda: "another subagent" in second.said(), "the log")
        assert master.value("1.1.7.0") == "1"
        first.stop()
        wait_for(lambda: master.value("1.1.7.0") == "2", "the second one")


def test_reading_does_not_wait_for_long(master, serve):
    """A request in the moment of a change waits for the lock, and no longer."""
    served = serve(master.agentx)
    served.tell("targets 100")
    wait_for(lambda: is_served(master), "the session")
    served.process.stdin.write("hold 300\n")
    served.process.stdin.flush()
    start = time.monotonic()
    assert master.value(TARGETS_OK) is not None
    assert time.monotonic() - start < PATIENCE / 4
    assert served.process.stdout.readline() == ".\n"
