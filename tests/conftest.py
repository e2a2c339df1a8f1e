"""Writes the results of a pytest run as TAP to the descriptor OA_TAP_FD.

Automake's driver reads it, so that make check counts every case.  Without that
variable pytest is as it always is.
"""

import os


class TapReporter:
    """One line per case, in the order in which the cases end."""

    def __init__(self, stream):
        self.stream = stream
        self.count = 0

    def line(self, text):
        """Writes one line at once, so that a long run shows where it is."""
        self.stream.write(text + "\n")
        self.stream.flush()

    def result(self, word, name, reason="", details=""):
        """Writes one result with its details as diagnostics."""
        self.count += 1
        name = name.replace("#", "_")
        self.line(f"{word} {self.count} - {name}{reason}")
        for text in details.splitlines():
            self.line("# " + text)

    def pytest_runtest_logreport(self, report):
        """Counts the call, or the set-up or clean-up that prevented it."""
        path, _, case = report.nodeid.partition("::")
        name = path.split("/")[-1] + "::" + case
        if report.skipped:
            reason = report.longrepr
            if isinstance(reason, tuple):
                reason = reason[2]
            reason = getattr(report, "wasxfail", None) or str(reason)
            reason = reason.replace("Skipped: ", "").replace("\n", " ")
            self.result("ok", name, f" # SKIP {reason}")
        elif report.failed:
            details = report.longreprtext
            for title, text in report.sections:
                details += f"\n--- {title}\n{text}"
            where = "" if report.when == "call" else f" ({report.when})"
            self.result("not ok", name + where, details=details)
        elif report.when == "call":
            self.result("ok", name)

    def pytest_collectreport(self, report):
        """A module that cannot be imported is a failure of its own."""
        if report.failed:
            self.result("not ok", f"{report.nodeid} (import)",
                        details=report.longreprtext)

    def pytest_sessionfinish(self):
        """Writes the plan, which is known only now."""
        self.line(f"1..{self.count}")


def pytest_configure(config):
    """Registers the reporter in the process that knows all results."""
    fd = os.environ.get("OA_TAP_FD")
    if fd and not hasattr(config, "workerinput"):
        stream = os.fdopen(int(fd), "w", encoding="utf-8", closefd=False)
        config.pluginmanager.register(TapReporter(stream), "oa-tap")
