"""Opens a page in headless Chromium: what its document became, and what it complained
about."""

import os
import re
import shutil
import subprocess
from pathlib import Path

# Debian and Ubuntu, Fedora and RHEL, in the order of their weight.
NAMES = ("chromium-headless-shell", "headless_shell", "chromium", "chromium-browser",
         "google-chrome")
PLACES = os.pathsep.join(
    [os.environ.get("PATH", ""), "/usr/lib64/chromium-browser", "/usr/lib/chromium"])
LIMIT_S = 90

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
         "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--v=0")
DARK = "--blink-settings=preferredColorScheme=0"


def find():
    """Path of the browser, or None."""
    return next(filter(None, (shutil.which(name, path=PLACES) for name in NAMES)), None)


def open_page(page, profile, *flags):
    """Opens a file; returns its document as it became, and the lines of the console."""
    done = subprocess.run(
        [find(), *FLAGS, f"--user-data-dir={profile}", *flags, Path(page).as_uri()],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT_S, check=True)
    errors = done.stderr.decode(errors="replace")
    return (done.stdout.decode(errors="replace"),
            re.findall(r"^.*\bCONSOLE\b.*$", errors, re.MULTILINE))


def document(page, profile):
    """The document as the browser has understood it, and the console."""
    return open_page(page, profile, "--dump-dom")


def picture(page, profile, target, *flags, size="1000,1900"):
    """Keeps a picture of the page; returns the console."""
    return open_page(page, profile, f"--window-size={size}",
                     f"--screenshot={target}", *flags)[1]


def paper(page, profile, target):
    """Prints the page; returns the console."""
    return open_page(page, profile, f"--print-to-pdf={target}",
                     "--no-pdf-header-footer")[1]
