"""Two runs of make dist give the same bytes, wherever and by whomever they are run."""

import os

import make


def test_tarball_is_reproducible(tmp_path):
    first = make.tarball()
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    old = os.umask(0o077)
    try:
        make.run([str(make.ROOT / "configure"), "-q"], folder)
        make.run(["make", "-s", "dist"], folder, TZ="Asia/Tokyo", LC_ALL="C",
                 HOME=str(tmp_path))
    finally:
        os.umask(old)
    assert make.digest(folder / make.TARBALL) == make.digest(first)
