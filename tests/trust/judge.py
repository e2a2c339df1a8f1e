"""What holds for every run, whatever the peer did."""

import json
import re
import subprocess

import checks
import forms
import jsonschema
import subagent

HAS_SANITIZER = b"__asan_init" in (checks.PLUGIN_DIR / "check_oa_cert").read_bytes()
# The search for leaks comes behind the end of a run.
GRACE_S = 2.5 if HAS_SANITIZER else 0.5
SCHEMA = json.loads(forms.SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


class Wrong(Exception):
    """A run did what none may do."""


def outcome(run, last_words=""):
    """The Result of a run, which must end, and say nothing on stderr but this pattern
    where it gives up."""
    try:
        result, errors = run.end()
    except subprocess.TimeoutExpired:
        raise Wrong("does not end") from None
    except UnicodeDecodeError:
        raise Wrong("output is no UTF-8") from None
    has_given_up = (result.status, result.out) == (3, "")
    if errors and not (has_given_up and re.fullmatch(last_words, errors)):
        raise Wrong(f"on stderr: {errors[:4000]}")
    if result.status not in range(4):
        raise Wrong(f"ended with {result.status}: {result.out[-300:]}")
    return result


def is_late(result, timeout):
    """Whether a run took more than its time."""
    return result.seconds > timeout + GRACE_S


def read(result, may_fail=False):
    """The state and the code that the output tells, once its form has been found good;
    an internal error is a good one if it may fail."""
    try:
        state, code = READERS[form_of(result)](result)
    except (AssertionError, ValueError, KeyError, IndexError,
            jsonschema.ValidationError) as error:
        raise Wrong(f"form: {str(error)[:600]}") from None
    if checks.STATES[state] != result.status:
        raise Wrong(f"exit {result.status}, but {state}")
    if code == "internal-error" and not may_fail:
        raise Wrong(f"internal error: {result.out[:300]}")
    return state, code or "ok"


def form_of(result):
    """The form of the output that was wanted."""
    words = result.words
    if words[0].endswith("/" + subagent.NAME):
        return "cells"
    return words[words.index("--output") + 1] if "--output" in words else "text"


def _text(result):
    line = forms.first_line(result)
    is_starved = line["text"] == "out of memory" and line["perfdata"] is None
    found = [item["label"] for item in forms.perf_items(result)]
    program = result.words[0].rpartition("/")[2]
    assert found == checks.labels(program) or is_starved, result.told
    forms.assert_filled(line["text"], result)
    assert result.out.endswith("\n")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", result.out), result.told
    return line["state"] or "OK", line["code"]


def _json(result):
    document = result.document
    VALIDATOR.validate(document)
    return document["state"], document["code"]


def _prometheus(result):
    summary = forms.of_prometheus(result)
    return summary.state, summary.code


READERS = {"text": _text, "json": _json, "prometheus": _prometheus,
           "cells": subagent.state_and_code}
