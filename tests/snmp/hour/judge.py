"""The verdict: every transition that lasted was reported once, and nothing else."""

from collections import Counter
from dataclasses import dataclass, field

import reports
from book import phases
from course import (AGENT, FINDINGS, FLAPS, OK, PROBE, SETTLES, STALE, TARGET,
                    is_skipped)
from explain import explain

# A change of the configuration is in force by then.
RELOAD_S = 5


@dataclass
class Rules:
    """What was configured."""

    attempts: int
    lockout: float  # seconds
    stale: float    # seconds after which a result is too old
    limited: list = field(default_factory=list)  # pairs of moments: few notifications
    probes: list = field(default_factory=list)   # pairs of moments: those of probes
    voids: int = 0       # runs that the subagent did not count, and said so
    suppressed: int = 0  # notifications that it says it suppressed
    sent: int = 0        # that it says it sent


@dataclass
class Verdict:
    """Complaints, and figures by name."""

    complaints: list = field(default_factory=list)
    figures: Counter = field(default_factory=Counter)


def _is_within(moment, windows, margin):
    return any(begin - margin <= moment <= end + margin for begin, end in windows)


def judge_table(events, verdict):
    """Numbers go up by one; of one target or probe each event begins where the one
    before has ended."""
    shown = {}
    for before, after in zip(events, events[1:]):
        if after.number != before.number + 1:
            verdict.complaints.append(f"events {before} and {after}: not neighbours")
    for event in events:
        if event.type not in (TARGET, PROBE, AGENT):
            continue
        state = shown.get(event.name)
        if state and event.before != state.after:
            verdict.complaints.append(f"{event} does not go on from {state}")
        if event.before == event.after and (event.type != TARGET or (
                state and event.code == state.code)):
            verdict.complaints.append(f"{event} is no change")
        shown[event.name] = event


def judge_courses(book, events, rules, verdict):
    """Compares each target with what its runs must make; returns what each event had to
    be, by number."""
    said = {}
    counts = {}
    for count in book.counts:
        counts.setdefault(count.number, []).append(count)
    of_target = {}
    for event in events:
        of_target.setdefault(event.target, []).append(event)
    for number, runs in book.by_number().items():
        pairs, complaint = explain(runs, of_target.get(number, []), rules,
                                   counts.get(number, []))
        said.update({event.number: one for event, one in pairs})
        if complaint:
            verdict.complaints.append(complaint)
    return said


def _flap_spans(events):
    """Spans of moments within which a target flaps."""
    begun, spans = 0, []
    for event in events:
        if event.type == FLAPS:
            begun = event.time
        elif event.type == SETTLES:
            spans.append((begun, event.time))
            begun = 0
    return spans + ([(begun, float("inf"))] if begun else [])


def judge_phases(book, events, rules, verdict):
    """The rule without any course: what more runs met in a row than there are attempts
    is the last that was reported when the last of them begins."""
    for number, runs in book.by_number().items():
        mine = [event for event in events if event.target == number]
        flaps = _flap_spans(mine)
        changes = [event for event in mine if event.type == TARGET]
        for phase in phases(runs):
            _judge_phase(phase, changes, flaps, rules, verdict)


def _judge_phase(phase, changes, flaps, rules, verdict):
    seen = [run for run in phase.runs if not is_skipped(run)]
    begin = phase.runs[0].begun
    need = 2 if FINDINGS[phase.fault].status == OK else rules.attempts + 1
    if len(seen) != len(phase.runs) or len(seen) < need + rules.voids or any(
            start <= phase.end and begin <= end for start, end in flaps):
        verdict.figures["phases too short, or while flapping"] += 1
        return
    if any(event.code == STALE and begin - 1 <= event.time <= phase.end
           for event in changes):
        verdict.figures["phases with a result that was too old"] += 1
        return
    finding = FINDINGS[phase.fault]
    second = int(phase.runs[-1].begun)
    shown = [event for event in changes if event.time < second][-1:] + [
        event for event in changes if event.time == second]
    if all((event.after, event.code) != (finding.status, finding.code)
           for event in shown):
        verdict.complaints.append(f"{phase.fault} of oa{phase.number:04} from {begin} "
                                  f"on is not shown at {second}: {shown}")
    verdict.figures["phases judged by themselves"] += 1


def _should_notify(event, said, spans, rules):
    """True, False, or None where it cannot be told."""
    if event.type == AGENT:
        return True
    if event.type != PROBE:
        return event.number in said and not said[event.number].is_quiet
    if not _is_within(event.time, rules.probes, RELOAD_S):
        return False
    if _is_within(event.time, spans.get(event.target, []), 1):
        return None
    return True if _is_within(event.time, rules.probes, -RELOAD_S) else None


def _is_of(trap, event):
    if trap.type != event.type:
        return False
    if trap.type != TARGET:
        return True
    return (trap.name, trap.before, trap.after, trap.code) == (
        event.name, event.before, event.after, event.code)


def judge_traps(events, traps, said, rules, verdict):
    """Each change is notified once, in order, with what its row says; what is missing
    is missing while there were limits, and counted."""
    of_event = {}
    for trap in traps:
        if trap.type != reports.SUMMARY:
            of_event.setdefault(trap.event, []).append(trap)
    told = [trap.event for trap in traps if trap.type != reports.SUMMARY]
    if told != sorted(told):
        verdict.complaints.append("notifications came in another order than events")
    spans = {number: _flap_spans([one for one in events if one.target == number])
             for number in {event.target for event in events}}
    missing = 0
    for event in events:
        mine = of_event.pop(event.number, [])
        should = _should_notify(event, said, spans, rules)
        if len(mine) > 1:
            verdict.complaints.append(f"{event} was notified {len(mine)} times")
        elif mine and (should is False or not _is_of(mine[0], event)):
            verdict.complaints.append(f"{event} was notified by {mine[0]}")
        elif should and not mine:
            missing += 1
            if not _is_within(event.time, rules.limited, RELOAD_S):
                verdict.complaints.append(f"{event} was not notified")
    for number, mine in of_event.items():
        verdict.complaints.append(f"notification of an event that is not: {number} "
                                  f"{mine[0]}")
    _judge_counters(traps, said, missing, rules, verdict)


def _judge_counters(traps, said, missing, rules, verdict):
    summaries = [trap for trap in traps if trap.type == reports.SUMMARY]
    flapping = sum(one.is_suppressed for one in said.values())
    if len(traps) != rules.sent:
        verdict.complaints.append(f"{rules.sent} notifications sent, {len(traps)} came")
    if rules.suppressed != missing + flapping:
        verdict.complaints.append(
            f"{rules.suppressed} notifications suppressed, but {missing} missing and "
            f"{flapping} of targets that flapped")
    if summaries and summaries[-1].suppressed != rules.suppressed:
        verdict.complaints.append(
            f"the last summary tells {summaries[-1].suppressed} suppressed, and not "
            f"{rules.suppressed}")
    verdict.figures.update({
        "notifications": len(traps), "summaries": len(summaries),
        "not notified while limited": missing, "suppressed while flapping": flapping})


def judge_passwords(book, rules, verdict):
    """A refused password is sent again after its time only."""
    for runs in book.by_number().values():
        last = None
        for run in runs:
            if run.fault != "401" or not run.proofs:
                continue
            verdict.figures["passwords refused"] += 1
            # Both moments are whole seconds there, and come a little after this one.
            if run.proofs > 1 or (last and run.begun - last < rules.lockout - 2):
                verdict.complaints.append(f"{run}: refused {last} before")
            last = run.begun


def judge(book, events, traps, rules):
    """All of it."""
    verdict = Verdict(list(book.contradictions()))
    judge_table(events, verdict)
    said = judge_courses(book, events, rules, verdict)
    judge_phases(book, events, rules, verdict)
    judge_traps(events, traps, said, rules, verdict)
    judge_passwords(book, rules, verdict)
    by_type = Counter(event.type for event in events)
    verdict.figures.update({
        "switches": len(book.switches), "runs": len(book.runs), "events": len(events),
        "transitions of targets": by_type[TARGET], "began to flap": by_type[FLAPS],
        "settled": by_type[SETTLES]})
    return verdict
