"""The end of a process, and how long the machine let it wait for a processor.

On a machine that has much else to do that may be longer than what is measured; Linux
counts it for each thread, and it is still there before the process is waited for.
"""

import os
import subprocess
import threading
from pathlib import Path


def wait(process, timeout):
    """Output, errors and seconds that the first thread could run and was not let;
    TimeoutExpired as subprocess has it, with the process killed."""
    heard = [b"", b""]

    def hear(number, stream):
        heard[number] = stream.read()

    ears = [threading.Thread(target=hear, args=pair, daemon=True)
            for pair in enumerate((process.stdout.buffer, process.stderr.buffer))]
    for ear in ears:
        ear.start()
    for ear in ears:
        ear.join(timeout)
    is_stuck = any(ear.is_alive() for ear in ears)
    if is_stuck:
        process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    delay = _delay(process.pid)
    process.wait()
    for ear in ears:
        ear.join()
    process.stdout.close()
    process.stderr.close()
    if is_stuck:
        raise subprocess.TimeoutExpired(process.args, timeout)
    return heard[0].decode("utf-8"), heard[1].decode("utf-8"), delay


def _delay(pid):
    """[Documentation/scheduler/sched-stats] The second number, in nanoseconds."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text("ascii").split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0
