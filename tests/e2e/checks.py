"""Runs a program against a laboratory, as a monitoring core would."""

import contextlib
import functools
import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import ending

PROGRAMS = ("check_oa_tunnel", "check_oa_rpcproxy")
WITHOUT_SERVER = ("check_oa_cert", "check_oa_mapihttp", "check_oa_proxylog",
                  "check_oa_autodiscover")
STATES = {"OK": 0, "WARNING": 1, "CRITICAL": 2, "UNKNOWN": 3}
DEFAULT_PLUGIN_DIR = Path(__file__).resolve().parents[2] / "build" / "plugins"
PLUGIN_DIR = Path(os.environ.get("OA_PLUGIN_DIR", DEFAULT_PLUGIN_DIR))

# Ample on a machine that has much else to do; what waits for an end says so itself.
TIMEOUT_S = 15.0
# What starting a process may take on a machine that runs other tests as well.
START_S = 0.4
# After this long past its time a run is no longer waited for, however little of a
# processor it gets.
STUCK_S = 60


@dataclass(frozen=True)
class Result:
    """What a run said, and how long it took: by the clock, and without what it had to
    wait for a processor."""

    words: list
    status: int
    out: str
    passed: float
    delay: float = 0.0

    @property
    def seconds(self):
        """What it would have taken on a machine of its own."""
        return self.passed - self.delay

    @property
    def lines(self):
        """The output, line by line."""
        return self.out.splitlines()

    @property
    def document(self):
        """The output of --output json."""
        return json.loads(self.out)

    def hops(self, name):
        """The steps of one hop in the JSON."""
        return [hop for hop in self.document["hops"] if hop["hop"] == name]

    def values(self):
        """Mapping of the labels of the JSON to their values."""
        return {item["label"]: item["value"] for item in self.document["perfdata"]}

    @property
    def told(self):
        """What pytest is to show when a claim about the run is wrong."""
        text = self.out
        with contextlib.suppress(ValueError, KeyError):
            text = _as_text(self.document)
        command = " ".join(self.words)
        return f"{command}\n{text}\nexit {self.status}, {self.seconds:.2f} s"


def _as_text(document):
    """JSON for people: the hops, and the end of what went over the wire."""
    lines = ["{state} [{code}] {summary}".format_map(document)]
    lines += ["  {state} {hop} {subject} [{code}] {text}".format_map(hop)
              for hop in document["hops"] if hop["state"]]
    return "\n".join(lines + document.get("transcript", [])[-30:])


class Run:
    """A program that runs; `result` waits for its end."""

    def __init__(self, program, words, timeout, password):
        self.words = [str(PLUGIN_DIR / program), *words]
        self.timeout = timeout
        environment = dict(os.environ)
        if password is not None:
            environment["OA_PASSWORD"] = password
        self.start = time.monotonic()
        self.process = subprocess.Popen(
            self.words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=environment)

    def end(self):
        """The Result, and what was written to stderr; TimeoutExpired if there is
        none."""
        out, errors, delay = ending.wait(self.process, self.timeout + STUCK_S)
        passed = time.monotonic() - self.start
        return Result(self.words, self.process.returncode, out, passed, delay), errors

    def result(self):
        """The Result; a run that is late, or that writes to stderr, is wrong."""
        try:
            result, errors = self.end()
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{' '.join(self.words)} does not end") from None
        assert errors == "", result.told + errors
        assert result.seconds < self.timeout + START_S, result.told
        return result


def timeout_of(words):
    """The seconds that these words give a run: time-out and holding."""
    return _last(words, ("-t", "--timeout"), TIMEOUT_S) + _last(words, ("--hold",), 0)


def _last(words, names, fallback):
    """The number behind the last of these words, or the fallback."""
    given = [words[i + 1] for i, word in enumerate(words[:-1]) if word in names]
    with contextlib.suppress(ValueError, IndexError):
        return float(given[-1])
    return fallback


def options(program, lab):
    """The options that the scenario of lab wants of a program."""
    words = lab.options(program)
    # The RPC proxy of today refuses, behind the logon, the name of the front end.
    if (program not in WITHOUT_SERVER and "-S" not in words
            and "server" not in lab.scenario["without"]):
        words += ["-S", lab.server]
    return words


def start(program, lab, *words, password=True):
    """Starts a program with the options that the scenario of lab wants."""
    words = ["-t", f"{TIMEOUT_S:g}", *options(program, lab), *words]
    secret = lab.password if password else None
    return Run(program, words, timeout_of(words), secret)


def run(program, lab, *words, password=True):
    """Runs a program with the options that the scenario of lab wants."""
    return start(program, lab, *words, password=password).result()


def run_words(program, *words, password=None):
    """Runs a program with these options and nothing else."""
    return Run(program, list(words), timeout_of(words), password).result()


@functools.lru_cache(maxsize=None)
def descriptor(program):
    """What a program says of itself."""
    done = subprocess.run([str(PLUGIN_DIR / program), "--dump-descriptor"],
                          capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def concern(program):
    """What a program's first line begins with, behind OA."""
    return {"check_oa": "CHAIN"}.get(program, program.removeprefix("check_oa_").upper())


def labels(program):
    """The labels of a program's performance data, in order."""
    return [item["label"] for item in descriptor(program)["perfdata"]]
