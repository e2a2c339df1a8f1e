"""Reads the three forms of output back, strictly, and knows what all must keep."""

import base64
import json
import re
from dataclasses import dataclass
from pathlib import Path

import checks
import jsonschema

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "output.schema.json"

FIRST_LINE = re.compile(
    r"OA (?P<concern>[A-Z]+) (?:OK: |"
    r"(?P<state>WARNING|CRITICAL|UNKNOWN) \[(?P<code>[a-z0-9-]+)\]: )"
    r"(?P<text>[^|]*?)(?:\|(?P<perfdata>[^|]*))?")
PERF_ITEM = re.compile(
    r"(?P<label>[a-z][a-z0-9_]*)=(?:U|(?P<value>-?[0-9]+(?:\.[0-9]+)?)"
    r"(?P<unit>s|B|%|c|))(?P<rest>(?:;[0-9.:~@-]*){0,4})")
SAMPLE = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)"
    r'\{(?P<labels>[a-z]+="(?:[^"\\]|\\.)*"(?:,[a-z]+="(?:[^"\\]|\\.)*")*)\} '
    r"(?P<value>-?[0-9.]+)")
VERDICT_METRICS = {"oa_up", "oa_state", "oa_info", "oa_hop_state"}
LABEL = re.compile(r'([a-z]+)="((?:[^"\\]|\\.)*)"')

# What a template leaves behind when nobody knew a value.
UNFILLED = re.compile(r"\{[a-z0-9_]+\}|(?:^|[\s(:/])\?(?=[\s),;:/]|$)")


@dataclass(frozen=True)
class Summary:
    """What every form says of a run; measured is the set of labels with a value."""

    state: str
    code: str
    measured: frozenset


def first_line(result):
    """The parts of the first line of the text form."""
    match = FIRST_LINE.fullmatch(result.lines[0])
    assert match, result.told
    return match


def perf_items(result):
    """The performance data of the text form, in order."""
    items = []
    for word in (first_line(result)["perfdata"] or "").split():
        match = PERF_ITEM.fullmatch(word)
        assert match, f"{word}\n{result.told}"
        items.append(match)
    return items


def of_text(result):
    """Summary of the text form."""
    line = first_line(result)
    measured = {item["label"] for item in perf_items(result) if item["value"]}
    return Summary(line["state"] or "OK", line["code"] or "ok", frozenset(measured))


def verdict(result):
    """State and code of the text form, which must end with the status of that state."""
    summary = of_text(result)
    assert result.status == checks.STATES[summary.state], result.told
    return summary.state, summary.code


def of_json(result):
    """Summary of the JSON form, which must follow its schema."""
    document = result.document
    jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))
    measured = {label for label, value in result.values().items()
                if value is not None}
    return Summary(document["state"], document["code"], frozenset(measured))


def samples(result):
    """Every sample of the Prometheus form: name, labels, value."""
    found = []
    for line in result.lines:
        if line.startswith("# "):
            assert re.match(r"# (HELP|TYPE) oa_[a-z0-9_]+ \S", line), result.told
            continue
        match = SAMPLE.fullmatch(line)
        assert match, f"{line}\n{result.told}"
        labels = dict(LABEL.findall(match["labels"]))
        found.append((match["name"], labels, float(match["value"])))
    return found


def metric(item):
    """Name of the metric that shows an item of the performance data."""
    suffix = {"s": "_seconds", "B": "_bytes", "%": "_ratio", "c": "_total", "": ""}
    label = item["label"]
    if item["unit"] == "s":
        label = label.removesuffix("_time")
    return "oa_" + label + suffix[item["unit"]]


def of_prometheus(result):
    """Summary of the Prometheus form."""
    found = samples(result)
    state = [value for name, _, value in found if name == "oa_state"]
    info = [labels for name, labels, _ in found if name == "oa_info"]
    assert len(state) == len(info) == 1, result.told
    names = [name for name in checks.STATES if checks.STATES[name] == state[0]]
    rest = {name for name, _, _ in found} - VERDICT_METRICS
    items = checks.descriptor(info[0]["program"])["perfdata"]
    measured = {item["label"] for item in items if metric(item) in rest}
    assert len(measured) == len(rest), result.told
    return Summary(names[0], info[0]["code"], frozenset(measured))


def secrets(lab):
    """What must never be seen: the password, as text, in Basic, and in NTLM."""
    pair = f"{lab.scenario['account']['user']}:{lab.password}".encode()
    # Begin of an AUTHENTICATE_MESSAGE, against whose response words can be tried.
    response = b"NTLMSSP\0\x03"
    return [lab.password, base64.b64encode(pair).decode(),
            base64.b64encode(response).decode()]


def assert_no_secret(result, lab):
    """Fails when the output holds a secret of the laboratory."""
    for secret in secrets(lab):
        assert secret not in result.out, result.told


def assert_filled(text, result):
    """Fails when a placeholder has no value."""
    assert not UNFILLED.search(text), f"{text}\n{result.told}"
