"""What is generated from the programs is as they say, and good for its readers."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from launch import BUILD_DIR, programs

SOURCE = Path(os.environ.get("OA_SRCDIR", Path(__file__).resolve().parents[2]))
GENERATOR = SOURCE / "packaging" / "generate" / "definitions.py"
MANUALS = SOURCE / "docs" / "man"
AGENT = BUILD_DIR / "snmp" / "oa-agentx"

# Pages that are known to each other, but not, or not well, to this machine.
NOT_INSTALLED = re.compile(r"(STYLE: referenced manual not found: Xr |"
                           r"outdated mandoc\.db lacks )"
                           r"(check_oa\w*|oa\.ini|oa-plugins|oa-agentx)[ (]")


def built():
    """The programs that are described: all but the dummy."""
    return programs()[1:] + ([AGENT] if AGENT.exists() else [])


def require(tool):
    """The tool, or the test is skipped."""
    path = shutil.which(tool)
    if not path:
        pytest.skip(f"{tool} is not installed")
    return path


@pytest.fixture(name="generated", scope="module")
def generated_fixture(tmp_path_factory):
    """A folder with everything made anew."""
    folder = tmp_path_factory.mktemp("definitions")
    subprocess.run([sys.executable, "-B", "-W", "error", str(GENERATOR),
                    "--output", str(folder), *map(str, built())], check=True)
    return folder


def test_files_are_as_the_programs_say(generated):
    files = [path for path in generated.rglob("*") if path.is_file()]
    assert len(files) > len(built()) + 8
    old = [str(path.relative_to(generated)) for path in files
           if not (SOURCE / path.relative_to(generated)).exists()
           or (SOURCE / path.relative_to(generated)).read_bytes() != path.read_bytes()]
    assert not old, "make definitions"


def test_manuals_are_sound():
    mandoc = require("mandoc")
    pages = sorted(MANUALS.glob("*.[1-8]"))
    assert len(pages) >= len(programs())
    said = subprocess.run([mandoc, "-T", "lint", *map(str, pages)],
                          capture_output=True, text=True, check=False)
    lines = [line for line in (said.stdout + said.stderr).splitlines()
             if not NOT_INSTALLED.search(line)]
    assert not lines, "\n".join(lines)


@pytest.mark.parametrize("program", programs()[1:], ids=lambda path: path.name)
def test_manual_has_every_option(program):
    mandoc = require("mandoc")
    shown = subprocess.run([mandoc, "-T", "ascii", str(MANUALS / f"{program.name}.1")],
                           capture_output=True, text=True, check=True).stdout
    shown = re.sub(".\b", "", shown)
    described = json.loads(subprocess.run(
        [str(program), "--dump-descriptor"], capture_output=True, text=True,
        check=False).stdout)
    for option in described["options"]:
        tag = re.search(rf"^ +(-., )?--{option['long']}(?![\w-])", shown, re.MULTILINE)
        assert bool(tag) != option["hidden"], option["long"]


def test_variables_are_of_one_option():
    """A variable that stands for two options would set both."""
    text = (SOURCE / "packaging/icinga2/oa-plugins.conf").read_text(encoding="utf-8")
    meant = {}
    for option, variable in re.findall(
            r'"--([\w-]+)" = \{\n\t+(?:value|set_if) = "\$(\w+)\$"', text):
        assert variable == "oa" or variable.startswith("oa_"), variable
        meant.setdefault(variable, set()).add(option)
    # the limit of the certificate is one, whoever judges it
    meant["oa_cert_warning"].discard("cert-warning")
    meant["oa_cert_critical"].discard("cert-critical")
    assert not {name: found for name, found in meant.items() if len(found) > 1}
    assert "oa_password" not in meant


def test_basket_is_whole():
    basket = json.loads((SOURCE / "packaging/icinga2/director-basket.json").read_text(
        encoding="utf-8"))
    for command in basket["Command"].values():
        named = {basket["Datafield"][str(field["datafield_id"])]["varname"]
                 for field in command["fields"]}
        used = {(argument.get("value") or argument["set_if"]).strip("$")
                for argument in command["arguments"].values()}
        assert named == used
        assert set(command["vars"]) <= used


def test_labels_mean_the_same_everywhere():
    """Metrics of several programs in one text must not contradict each other."""
    known = {}
    for program in programs()[1:]:
        described = json.loads(subprocess.run(
            [str(program), "--dump-descriptor"], capture_output=True, text=True,
            check=True).stdout)
        for item in described["perfdata"]:
            assert item == known.setdefault(item["label"], item), program.name
            assert item["meaning"], item["label"]
    names = {label.removesuffix("_time") for label in known}
    assert len(names) == len(known) > 30
