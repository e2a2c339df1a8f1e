"""The two fuzzers that a harness may be built for: how each is started, stopped and
read."""

import os
import re
import signal
from pathlib import Path

LIMIT_MB = 2048
UNIT_SECONDS = 10
MARK_OF_AFL = b"__AFL_SHM_ID"
MARK_OF_LIBFUZZER = b"libFuzzer"


class Engine:
    """One harness, the places of its run, and what the run came to."""

    def __init__(self, program, seeds, found, dictionary):
        self.program = program
        self.seeds = seeds
        self.found = found
        self.dictionary = dictionary if dictionary.exists() else None
        self.corpus = found / "corpus"
        self.findings = found / "findings"
        for folder in (self.corpus, self.findings):
            folder.mkdir(parents=True, exist_ok=True)


class LibFuzzer(Engine):
    """A harness with clang's own fuzzer in it."""

    stop_signal = signal.SIGUSR1
    environment = {}

    def command(self):
        """One process that goes on until it is told to stop."""
        words = [str(self.program), "-print_final_stats=1", "-reload=0",
                 f"-rss_limit_mb={LIMIT_MB}", f"-timeout={UNIT_SECONDS}",
                 f"-artifact_prefix={self.findings}/"]
        if self.dictionary:
            words.append(f"-dict={self.dictionary}")
        return words + [str(self.corpus), str(self.seeds)]

    def figures(self, text):
        """Executions, edges, features and corpus size out of the log."""
        done = re.findall(r"number_of_executed_units: (\d+)", text)
        done = done or re.findall(r"^#(\d+)\t", text, re.MULTILINE) or [0]
        last = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", text) or [(0, 0, 0)]
        return [int(number) for number in (done[-1], *last[-1])]

    def reproducers(self):
        """Inputs that failed; a slow one is no failure."""
        return sorted(path for path in self.findings.iterdir()
                      if not path.name.startswith("slow-unit-"))

    def replay(self, path):
        """What runs that input alone."""
        return f"{self.program} {path}"

    def is_delay(self, path):
        """Whether what is wrong with an input is the time that it took."""
        return path.name.startswith("timeout-")


class Afl(Engine):
    """A harness with the driver of AFL++ in it, under afl-fuzz."""

    stop_signal = signal.SIGINT
    environment = {"AFL_NO_UI": "1", "AFL_SKIP_CPUFREQ": "1", "AFL_NO_AFFINITY": "1",
                   "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1", "AFL_AUTORESUME": "1"}

    def command(self):
        """afl-fuzz, which starts the harness and goes on with its earlier corpus."""
        words = ["afl-fuzz", "-i", str(self.seeds), "-o", str(self.found / "afl"),
                 "-t", str(1000 * UNIT_SECONDS)]
        if self.dictionary:
            words += ["-x", str(self.dictionary)]
        return words + ["--", str(self.program)]

    def figures(self, _text):
        """The same out of fuzzer_stats; AFL counts no features."""
        try:
            stats = (self.found / "afl/default/fuzzer_stats").read_text("utf-8")
        except OSError:
            return [0, 0, 0, 0]
        stats = dict(re.findall(r"^(\w+)\s*: (.*)$", stats, re.MULTILINE))
        return [int(stats.get(name, 0)) for name in (
            "execs_done", "edges_found", "", "corpus_count")]

    def reproducers(self):
        """Inputs that crashed or hung."""
        return sorted(path for kind in ("crashes", "hangs")
                      for path in (self.found / "afl/default" / kind).glob("id*"))

    def replay(self, path):
        """The driver takes files as arguments, too."""
        return f"{self.program} {path}"

    def is_delay(self, path):
        """The same."""
        return path.parent.name == "hangs"


def engine_of(program):
    """The class for a built harness, None for one that only replays its corpus."""
    content = Path(program).read_bytes()
    if MARK_OF_AFL in content:
        return Afl
    return LibFuzzer if MARK_OF_LIBFUZZER in content else None


def cpu_seconds(pid):
    """CPU time of a process with all below it, 0 where there is no /proc."""
    parents, times = {}, {}
    tick = os.sysconf("SC_CLK_TCK")
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        number = int(path.parent.name)
        parents[number] = int(fields[1])
        times[number] = sum(int(field) for field in fields[11:15]) / tick

    def is_below(number):
        while number and number != pid:
            number = parents.get(number, 0)
        return number == pid

    return sum(time for number, time in times.items() if is_below(number))
