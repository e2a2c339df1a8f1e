"""The judge of the soak: it must see what is missing, doubled, wrong or invented."""

import dataclasses
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (HERE, HERE.parent):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import reports  # noqa: E402
from book import Book, Run, Switch  # noqa: E402
from course import FLAPS, SETTLES, TARGET, Course  # noqa: E402
from gauges import Sample, growth_kb_per_hour  # noqa: E402
from judge import Rules, judge  # noqa: E402

ATTEMPTS = 2

# Faults of runs a second apart: steady ones, one run that is not confirmed, a target
# that flaps and settles, a password that is refused and then not sent.
STORY = (["healthy"] * 3 + ["503"] * 5 + ["healthy"] * 4 + ["reset"] + ["healthy"] * 12
         + ["cut"] * 4 + ["nak"] * 5 + ["healthy"] * 12
         + ["refused", "refused", "healthy", "refused", "healthy"] + ["healthy"] * 12
         + ["401", "401", "401"] + ["healthy"] * 12 + ["soon"] * 4 + ["healthy"] * 12)
START = 1_800_000_000


def proofs(at):
    """Requests with credentials of a run of the story."""
    if STORY[at] == "401":
        return int(STORY[at - 1] != "401")
    return 2 if STORY[at] in ("healthy", "cut", "nak", "soon") else 0


def told():
    """Book, events, traps and rules of a subagent that does all as it should."""
    book = Book()
    before = None
    for at, fault in enumerate(STORY):
        if fault != before:
            book.switches.append(Switch(101, fault, START + at - 0.3, START + at - 0.2))
        before = fault
        book.runs.append(Run(101, fault, START + at + 0.1, proofs(at)))
    course, events, traps, suppressed = Course(ATTEMPTS), [], [], 0
    for run in book.runs:
        for said in course.add(run):
            event = reports.Event(
                len(events) + 1, int(run.begun), "oa0101" + "/tlsHandshake" * (
                    said.type not in (TARGET, FLAPS, SETTLES)),
                said.type, said.before, said.after, said.code)
            events.append(event)
            suppressed += said.is_suppressed
            if not said.is_quiet:
                traps.append(reports.Trap(event.number, event.type, event.name,
                                          event.before, event.after, event.code, 0))
    traps.append(reports.Trap(len(events), reports.SUMMARY, "", 0, 0, "", suppressed))
    return book, events, traps, Rules(ATTEMPTS, 5, 9, suppressed=suppressed,
                                      sent=len(traps))


def renumbered(events):
    """The same with numbers one after the other."""
    return [dataclasses.replace(event, number=number)
            for number, event in enumerate(events, 1)]


def test_good_story_is_good():
    verdict = judge(*told())
    assert verdict.complaints == []
    assert verdict.figures["began to flap"] == verdict.figures["settled"] == 1
    assert verdict.figures["phases judged by themselves"] >= 8
    assert verdict.figures["passwords refused"] == 1


@pytest.mark.parametrize("at", range(len(told()[1])))
def test_missing_event_is_seen(at):
    book, events, traps, rules = told()
    assert judge(book, events[:at] + events[at + 1 :], traps, rules).complaints
    assert judge(book, renumbered(events[:at] + events[at + 1 :]), [], Rules(
        ATTEMPTS, 5, 9)).complaints


@pytest.mark.parametrize("at", range(len(told()[1])))
def test_doubled_or_changed_event_is_seen(at):
    book, events, traps, rules = told()
    doubled = renumbered(events[: at + 1] + events[at:])
    assert any("notif" not in one for one in judge(
        book, doubled, traps, rules).complaints)
    for change in ({"time": events[at].time + 60}, {"type": 7}, {"name": "oa0102"}):
        changed = [*events]
        changed[at] = dataclasses.replace(events[at], **change)
        assert judge(book, changed, traps, rules).complaints
    if events[at].type == TARGET and events[at].after > 1:
        changed = [*events]
        changed[at] = dataclasses.replace(events[at], code="tcp-timeout")
        assert judge(book, changed, traps, rules).complaints


@pytest.mark.parametrize("at", range(len(told()[2]) - 1))
def test_missing_doubled_or_late_notification_is_seen(at):
    book, events, traps, rules = told()
    assert judge(book, events, traps[:at] + traps[at + 1 :], rules).complaints
    assert judge(book, events, traps[: at + 1] + traps[at:], rules).complaints
    if at + 2 < len(traps):
        swapped = [*traps]
        swapped[at : at + 2] = reversed(traps[at : at + 2])
        assert judge(book, events, swapped, rules).complaints


def test_notification_of_what_is_quiet_is_seen():
    book, events, traps, rules = told()
    quiet = next(event for event in events
                 if event.number not in {trap.event for trap in traps})
    traps.insert(0, reports.Trap(quiet.number, quiet.type, quiet.name, quiet.before,
                                 quiet.after, quiet.code, 0))
    assert judge(book, events, traps, rules).complaints


def test_limits_are_counted():
    book, events, traps, rules = told()
    del traps[2]
    rules.sent -= 1
    rules.limited.append((START, START + len(STORY)))
    assert judge(book, events, traps, rules).complaints
    rules.suppressed += 1
    traps[-1] = dataclasses.replace(traps[-1], suppressed=rules.suppressed)
    assert judge(book, events, traps, rules).complaints == []


def test_void_run_explains_what_is_missing():
    book, events, traps, rules = told()
    # The second run of the first failure came to nothing: all is one run later.
    first = next(event for event in events if event.code == "http-app-pool-stopped")
    events[first.number - 1] = dataclasses.replace(first, time=first.time + 2)
    assert judge(book, events, traps, rules).complaints
    rules.voids = 1
    assert judge(book, events, traps, rules).complaints == []


def test_password_that_is_sent_too_early_is_seen():
    book, events, traps, rules = told()
    at = STORY.index("401")
    book.runs[at + 1] = dataclasses.replace(book.runs[at + 1], proofs=1)
    assert judge(book, events, traps, rules).complaints


def test_growth_of_memory():
    samples = [Sample(at, 1000 + at // 2, 0, 1, 1, 0) for at in range(0, 100, 2)]
    assert round(growth_kb_per_hour(samples)) == 1800
