"""Spelling of everything, and the habits of shell scripts."""

import re

import tree


def test_spelling():
    codespell = tree.require("codespell")
    words = tree.ROOT / "tests" / "lint" / "words"
    names = [str(path.relative_to(tree.ROOT)) for path in tree.files()]
    tree.silent([codespell, "--ignore-words", str(words)] + names, cwd=tree.ROOT)


def shell_scripts():
    """Scripts of a POSIX shell, by their first line."""
    found = []
    for path in tree.files():
        with path.open("rb") as stream:
            first = stream.readline(80)
        if re.match(rb"#! ?/(usr/)?bin/(env )?(ba|da)?sh\b|#!.*/init-d-script", first):
            found.append(str(path.relative_to(tree.ROOT)))
    return found


def test_shell_scripts():
    shellcheck = tree.require("shellcheck")
    scripts = shell_scripts()
    assert "quickstart" in scripts
    tree.silent([shellcheck, "-x"] + [name for name in scripts
                                if not name.endswith(".init")], cwd=tree.ROOT)
    tree.silent([shellcheck, "-x", "--shell=sh"] + [name for name in scripts
                                              if name.endswith(".init")], cwd=tree.ROOT)


def test_completions():
    shellcheck = tree.require("shellcheck")
    scripts = [str(path.relative_to(tree.ROOT)) for path in tree.files()
               if path.suffix == ".bash"]
    if scripts:
        tree.silent([shellcheck, "--shell=bash"] + scripts, cwd=tree.ROOT)
