"""Two runs of make dist give the same bytes, wherever and by whomever they are run.

The second is of what the first has packed, so that nothing can change between them.
"""

import os
import tarfile

import make


def members(path):
    """What a tarball has: name to all that is said of it, and its content."""
    found = {}
    with tarfile.open(path) as archive:
        for item in archive:
            content = archive.extractfile(item).read() if item.isfile() else b""
            found[item.name] = (item.mode, item.mtime, item.uid, item.gid, content)
    return found


def differences(one, other):
    """Names of members that are not the same in two tarballs."""
    first, second = members(one), members(other)
    return sorted(name for name in first.keys() | second.keys()
                  if first.get(name) != second.get(name))


def test_tarball_is_reproducible(tmp_path):
    first = make.tarball()
    make.run(["tar", "-xf", str(first), "-C", str(tmp_path)], tmp_path)
    source = tmp_path / f"oa-plugins-{make.VERSION}"
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    old = os.umask(0o077)
    try:
        make.run([str(source / "configure"), "-q"], folder)
        make.run(["make", "-s", "dist"], folder, TZ="Asia/Tokyo", LC_ALL="C",
                 HOME=str(tmp_path))
    finally:
        os.umask(old)
    second = folder / make.TARBALL
    assert differences(first, second) == []
    assert make.digest(first) == make.digest(second)
