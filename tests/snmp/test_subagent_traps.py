"""Notifications, as a real receiver sees them."""

import signal
import time

import pytest
from programs import ROOT_OID, wait_for
from receiver import TRAP_OID, Receiver
from snmpd import UP_TIME, Snmpd

TARGET, PROBE, FLAP_START, FLAP_STOP, EXPIRY, CHANGED, SUMMARY = 1, 2, 3, 4, 5, 6, 8
SENT, SUPPRESSED, LOST = "sent", "suppressed", "lost"
REFUSED = "tcpConnect 3 tcp-refused mail.lab.test:443 refused"


@pytest.fixture
def reporting(net_snmp, tmp_path, receiver):
    """snmpd that sends notifications to the receiver."""
    lines = (f"trap2sink 127.0.0.1:{receiver.port} public",)
    with Snmpd(tmp_path, lines=lines).start() as snmpd:
        yield snmpd


def begin(served, targets, per_minute=100000, limit=10000):
    """Targets that are all well, and a session whose greeting is over."""
    served.tell(f"notify {per_minute} {limit}")
    served.tell(f"targets {targets}")
    served.tell(f"run 1 {targets}")
    served.wait_for_sessions(1)
    wait_for(lambda: served.counter(SENT) >= 1, "the greeting")


def below(notification, oid):
    """The value of the first variable below a node of the root."""
    return next(value for name, value in notification.items()
                if name.startswith(f"{ROOT_OID}.{oid}."))


def test_change_of_a_target(reporting, receiver, serve):
    served = serve(reporting.agentx)
    begin(served, 3)
    served.tell("run 2 2 " + REFUSED)
    wait_for(lambda: receiver.of_type(TARGET), "the notification")
    one, = receiver.of_type(TARGET)
    assert below(one, "1.2.1.1.2") == '"t2"'
    assert one[f"{ROOT_OID}.1.2.1.1.7.2"] == "1"
    assert one[f"{ROOT_OID}.1.2.1.1.6.2"] == "3"
    assert below(one, "1.2.1.1.12") == '"tcp-refused"'
    assert below(one, "1.2.1.1.13") == '"mail.lab.test:443 refused"'
    assert below(one, "1.2.1.1.23") == '"repair it"'
    event = one[f"{ROOT_OID}.1.1.28.0"]
    wait_for(lambda: reporting.value(f"1.7.1.1.11.{event}") == "1", "the mark")
    assert reporting.value(f"1.7.1.1.9.{event}") == '"tcp-refused"'
    assert len(receiver.of_type(SUMMARY)) == 1


def test_another_certificate(reporting, receiver, serve):
    served = serve(reporting.agentx)
    begin(served, 1)
    served.tell("cert 80 2")
    served.tell("run 1 1")
    wait_for(lambda: receiver.of_type(CHANGED), "the notification")
    one, = receiver.of_type(CHANGED)
    assert below(one, "1.5.1.1.2") == '"t1/frontEnd"'
    assert below(one, "1.5.1.1.16") == '"00000002' + "0" * 56 + '"'


def test_end_of_a_certificate(reporting, receiver, serve):
    served = serve(reporting.agentx)
    begin(served, 1)
    served.tell("cert 5 1")
    served.tell("run 1 1")
    wait_for(lambda: receiver.of_type(EXPIRY), "the notification")
    one, = receiver.of_type(EXPIRY)
    assert below(one, "1.5.1.1.2") == '"t1/frontEnd"'
    assert below(one, "1.5.1.1.3") == "2"
    assert below(one, "1.5.1.1.6") == "5"
    assert below(one, "1.5.1.1.20").startswith('"renew now')


def test_flapping(reporting, receiver, serve):
    served = serve(reporting.agentx)
    begin(served, 1)
    for _ in range(4):
        served.tell("run 1 1 " + REFUSED)
        served.tell("run 1 1")
    wait_for(lambda: receiver.of_type(FLAP_START), "the begin")
    assert reporting.value("1.2.1.1.21.1") == "1"
    before = len(receiver.of_type(TARGET))
    for _ in range(10):
        served.tell("run 1 1")
    wait_for(lambda: receiver.of_type(FLAP_STOP), "the end")
    assert below(receiver.of_type(FLAP_STOP)[0], "1.2.1.1.6") == "1"
    assert len(receiver.of_type(TARGET)) == before, "one of them while it flapped"


def test_probes_if_they_are_wanted(reporting, receiver, serve):
    served = serve(reporting.agentx)
    begin(served, 1)
    served.tell("notify 1000 100 1")
    served.tell("run 1 1 " + REFUSED)
    wait_for(lambda: receiver.of_type(PROBE), "the notification")
    time.sleep(0.5)
    one, = receiver.of_type(PROBE)
    assert below(one, "1.3.1.1.2") == '"t1/tcpConnect"'
    assert one[f"{ROOT_OID}.1.3.1.1.3.1.2"] == "3"
    assert one[f"{ROOT_OID}.1.3.1.1.17.1.2"] == '"repair it"'


def test_storm(reporting, receiver, serve):
    """5,000 changes at once: snmpd goes on, and nothing is lost without a number."""
    served = serve(reporting.agentx)
    begin(served, 5000, per_minute=1000, limit=10000)
    served.tell("run 1 5000 " + REFUSED)
    slowest = 0
    until = time.monotonic() + 4
    while time.monotonic() < until:
        start = time.monotonic()
        assert UP_TIME in reporting.ask("snmpget", UP_TIME, patience=30)
        slowest = max(slowest, time.monotonic() - start)
        time.sleep(0.1)
    assert slowest < 5
    wait_for(lambda: served.counter(SENT) + served.counter(SUPPRESSED) >= 5001,
             "the numbers")
    assert served.counter(LOST) == 0
    assert 1000 < served.counter(SENT) < 1200, "the rate of a minute"
    wait_for(lambda: len(receiver.of_type(SUMMARY)) == 2, "the summary")
    assert int(below(receiver.of_type(SUMMARY)[-1], "1.1.23")) > 3500
    # UDP may drop what the receiver is too slow for.
    assert 300 < len(receiver.of_type(TARGET)) < served.counter(SENT)


def test_all_of_many_arrive_once_and_in_order(net_snmp, tmp_path, serve):
    """Over TCP to the receiver, because UDP may drop what it is too slow for."""
    receiver = Receiver(tmp_path, transport="tcp")
    lines = (f"trap2sink {receiver.address} public",)
    with receiver.start(), Snmpd(tmp_path, lines=lines).start() as snmpd:
        served = serve(snmpd.agentx)
        begin(served, 2000)
        served.tell("run 1 2000 " + REFUSED)
        wait_for(lambda: served.counter(SENT) == 2001, "2000 answers")
        wait_for(lambda: len(receiver.of_type(TARGET)) == 2000, "all of them")
        events = [int(one[f"{ROOT_OID}.1.1.28.0"]) for one in receiver.of_type(TARGET)]
        assert events == sorted(set(events))
        assert served.counter(LOST) == 0
        served.stop()


def test_while_there_is_no_master(reporting, receiver, serve):
    served = serve(reporting.agentx)
    begin(served, 5, limit=3)
    reporting.stop()
    wait_for(lambda: "is gone" in served.said(), "the loss")
    served.tell("run 1 5 " + REFUSED)
    reporting.start()
    wait_for(lambda: len(receiver.of_type(SUMMARY)) == 2, "the summary")
    names = [below(one, "1.2.1.1.2") for one in receiver.of_type(TARGET)]
    assert names == ['"t3"', '"t4"', '"t5"']
    assert served.counter(LOST) == 2
    assert below(receiver.of_type(SUMMARY)[-1], "1.1.24") == "2"


def test_while_the_master_hangs(reporting, receiver, serve):
    """Each comes exactly once, or is counted as lost."""
    served = serve(reporting.agentx, ping=2)
    begin(served, 4)
    for target in range(1, 5):
        reporting.signal(signal.SIGSTOP)
        served.tell(f"run {target} {target} {REFUSED}")
        time.sleep(0.4 if target < 4 else 3.5)
        reporting.signal(signal.SIGCONT)
        wait_for(lambda t=target: served.counter(SENT) + served.counter(LOST) > t,
                 "an answer")
    wait_for(lambda: reporting.value("1.1.21.0") is not None, "the session")
    wait_for(lambda: len(receiver.of_type(TARGET)) + served.counter(LOST) >= 4, "all")
    names = [below(one, "1.2.1.1.2") for one in receiver.of_type(TARGET)]
    assert len(names) == len(set(names)), "one came twice"
    assert served.counter(LOST) <= 1


def test_informs_survive_an_absent_receiver(net_snmp, tmp_path, serve):
    receiver = Receiver(tmp_path)
    lines = (f"informsink 127.0.0.1:{receiver.port} public",)
    with receiver.start(), Snmpd(tmp_path, lines=lines).start() as snmpd:
        served = serve(snmpd.agentx)
        begin(served, 3)
        receiver.stop()
        served.tell("run 1 3 " + REFUSED)
        time.sleep(2)
        receiver.start()
        wait_for(lambda: len({below(one, "1.2.1.1.2")
                              for one in receiver.of_type(TARGET)}) == 3, "informs")
        served.stop()


def test_none_if_none_are_wanted(reporting, receiver, serve):
    served = serve(reporting.agentx)
    served.tell("notify 0 10")
    served.tell("targets 1")
    served.tell("run 1 1")
    served.wait_for_sessions(1)
    served.tell("run 1 1 " + REFUSED)
    time.sleep(1.5)
    assert not [one for one in receiver.notifications() if ROOT_OID in one[TRAP_OID]]
    assert served.counter(SENT) == served.counter(LOST) == 0
