"""Fuzzes the parsers: each harness for a given CPU time, one line for each.

    run.py --build DIR --time SECONDS [NAME...]      what make fuzz does
    run.py --build DIR --merge [NAME...]             what make fuzz-merge does

What is found stays in DIR/tests/fuzz/found/NAME: the corpus, from which the next run
goes on, and the inputs that failed.  Every run adds a line to log.tsv there: name,
executions, CPU seconds, edges, features, corpus, findings.  The status is 1 if an
input failed.
"""

import argparse
import concurrent.futures
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from engine import UNIT_SECONDS, LibFuzzer, cpu_seconds, engine_of

SOURCE = Path(__file__).resolve().parent
HOW = ("these harnesses only replay their corpus; to fuzz, in a directory of its own: "
       "../configure CC=clang --enable-fuzzing --enable-sanitizers")

# A corpus is to stay small: of what is new, this much is kept.
KEPT_FILE = 65536
KEPT_IN_ALL = 196608

STOPPING = threading.Event()


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=SOURCE / "corpus")
    parser.add_argument("--time", type=float, default=60, help="CPU s per harness")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--merge", action="store_true")
    parser.add_argument("names", nargs="*")
    return parser.parse_args()


def harnesses(folder, names):
    """The programs, by name; all that are built if no names are given."""
    built = {path.name[len("fuzz_"):]: path for path in folder.glob("fuzz_*")
             if not path.suffix and os.access(path, os.X_OK)}
    missing = sorted(set(names) - set(built))
    if missing or not built:
        sys.exit(f"not built: {' '.join(missing) or 'any harness'} (in {folder})")
    return {name: built[name] for name in names or sorted(built)}


def prepare(name, program, options):
    """The engine of a harness."""
    kind = engine_of(program)
    if not kind:
        sys.exit(HOW)
    return kind(program.resolve(), options.corpus / name,
                options.build.resolve() / "tests/fuzz/found" / name,
                SOURCE / "dict" / f"{name}.dict")


def wait(process, engine, seconds):
    """Lets it run for so much CPU time and tells it to stop; returns what it used."""
    start = time.monotonic()
    told = None
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = status
            return usage.ru_utime + usage.ru_stime
        # a machine without /proc counts the time on the wall
        used = cpu_seconds(process.pid) or time.monotonic() - start
        if told is None and (used >= seconds or STOPPING.is_set()):
            process.send_signal(engine.stop_signal)
            told = time.monotonic()
        elif told is not None and time.monotonic() - told > 60:
            process.kill()
        time.sleep(0.5)


def fuzz(engine, seconds):
    """One run; returns its figures with the CPU time behind the executions."""
    log = engine.found / "log"
    with open(log, "w", encoding="utf-8", errors="replace") as output:
        process = subprocess.Popen(
            engine.command(), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            env={**os.environ, **engine.environment}, start_new_session=True)
        used = wait(process, engine, seconds)
    figures = engine.figures(log.read_text(encoding="utf-8", errors="replace"))
    if not figures[0] and not engine.reproducers() and not STOPPING.is_set():
        sys.exit(f"{engine.program.name} did not run, see {log}")
    return [figures[0], round(used, 1), *figures[1:]]


def was_kept_waiting(engine, path):
    """Whether an input that took long on the wall takes little of a processor."""
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (UNIT_SECONDS, UNIT_SECONDS))

    return engine.is_delay(path) and subprocess.run(
        [str(engine.program), str(path)], preexec_fn=limit, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def forget_delays(engine, before):
    """A machine with other work to do makes no findings."""
    for path in engine.reproducers():
        if path not in before and was_kept_waiting(engine, path):
            path.unlink()


def report(name, engine, figures, before):
    """Prints a line for the run, and one for each new reproducer; returns these."""
    found = [path for path in engine.reproducers() if path not in before]
    print(f"{name:12} {figures[0]:12} {figures[1]:9.1f} {figures[2]:7} {figures[3]:9} "
          f"{figures[4]:7} {len(found):9}", flush=True)
    for path in found:
        print(f"  {engine.replay(path)}", flush=True)
    with open(engine.found.parent / "log.tsv", "a", encoding="utf-8") as log:
        log.write("\t".join(str(word) for word in [name, *figures, len(found)]) + "\n")
    return found


def fuzz_all(engines, options):
    """Every harness in turn, as many at once as there are jobs; returns the status."""
    print(f"{'harness':12} {'executions':>12} {'CPU s':>9} {'edges':>7} "
          f"{'features':>9} {'corpus':>7} {'findings':>9}", flush=True)
    found = []

    def one(item):
        name, engine = item
        if STOPPING.is_set():
            return
        before = engine.reproducers()
        figures = fuzz(engine, options.time)
        forget_delays(engine, before)
        found.extend(report(name, engine, figures, before))

    # the harnesses are in sessions of their own, and would go on without us
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: STOPPING.set())
    with concurrent.futures.ThreadPoolExecutor(max(options.jobs, 1)) as pool:
        list(pool.map(one, engines.items()))
    return 1 if found else 0


def merge(name, engine):
    """Keeps what reaches code that the corpus in the source tree does not reach."""
    fresh = engine.found / "merged"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(engine.seeds, fresh)
    had = set(os.listdir(fresh))
    # edges alone: how often each was passed would make thousands of files
    subprocess.run([str(engine.program), "-merge=1", "-use_counters=0",
                    f"-max_len={KEPT_FILE}", str(fresh), str(engine.corpus)],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    kept = size = 0
    for path in sorted(fresh.iterdir(), key=lambda path: path.stat().st_size):
        if path.name in had or size + path.stat().st_size > KEPT_IN_ALL:
            continue
        size += path.stat().st_size
        kept += 1
        shutil.copy(path, engine.seeds / path.name)
    print(f"{name:12} {kept:4} new files, {size} bytes", flush=True)


def main():
    """Returns the exit status."""
    options = arguments()
    # the core file of a sanitized program is of no use, and huge
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    programs = harnesses(options.build / "tests/fuzz", options.names)
    engines = {name: prepare(name, program, options)
               for name, program in programs.items()}
    if not options.merge:
        return fuzz_all(engines, options)
    for name, engine in engines.items():
        if not isinstance(engine, LibFuzzer):
            sys.exit("only a build with clang and libFuzzer can merge")
        merge(name, engine)
    return 0


if __name__ == "__main__":
    sys.exit(main())
