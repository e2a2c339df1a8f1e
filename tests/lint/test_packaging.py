"""The texts of the packages agree with the rest of the tree."""

import re
import subprocess

import tree

PACKAGING = tree.ROOT / "packaging"


def test_spec(tmp_path):
    rpmlint = tree.require("rpmlint")
    version = (tree.ROOT / "VERSION").read_text(encoding="utf-8").strip()
    template = (PACKAGING / "rpm" / "oa-plugins.spec.in").read_text(encoding="utf-8")
    spec = tmp_path / "oa-plugins.spec"
    spec.write_text(subprocess.run(
        [str(tree.ROOT / "build-aux" / "make-spec"), version], input=template,
        capture_output=True, text=True, check=True).stdout, encoding="utf-8")
    assert "@" not in re.sub(r"<[^>]*@[^>]*>", "", spec.read_text(encoding="utf-8"))
    run = subprocess.run(
        [rpmlint, "-c", str(PACKAGING / "rpm" / "rpmlint.toml"), str(spec)],
        capture_output=True, text=True, check=False)
    said = [line for line in run.stdout.splitlines() if re.search(": [EWI]: ", line)]
    assert not said and run.returncode == 0, run.stdout + run.stderr


def test_news_begins_with_the_version():
    version = (tree.ROOT / "VERSION").read_text(encoding="utf-8").strip()
    news = (tree.ROOT / "NEWS").read_text(encoding="utf-8")
    assert news.splitlines()[0] == version


def libraries():
    """The libraries of configure.ac: package of Debian, least version or ""."""
    text = (tree.ROOT / "configure.ac").read_text(encoding="utf-8")
    for modules, package in re.findall(
            r"OA_REQUIRE\(\[\w+\], \[([^]]+)\], \[([\w-]+)\]", text):
        least = re.search(r">= ([0-9.]+)", modules)
        yield package, least.group(1) if least else ""


def test_libraries_are_build_dependencies():
    control = (PACKAGING / "debian" / "control").read_text(encoding="utf-8")
    wanted = list(libraries())
    assert len(wanted) >= 8
    for package, least in wanted:
        line = f" {package} (>= {least}),\n" if least else f" {package},\n"
        assert line in control
