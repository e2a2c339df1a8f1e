"""Prometheus: the textfile script under a real node_exporter, the modules under a real
snmp_exporter on a real subagent, the alerts under promtool."""

import os
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path

import checks
import pytest
from conftest import BROKEN, SOURCE
from inifile import write_section
from parts import service

FOLDER = SOURCE / "packaging" / "prometheus"
BUILT = Path(os.environ.get("OA_BUILDDIR", SOURCE / "build")) / "packaging/prometheus"
SERIES = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")
SECONDS = 120


def run(*words, **more):
    """Runs a tool; returns what it said, which is shown if it fails."""
    done = subprocess.run([str(word) for word in words], text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=SECONDS, **more)
    assert done.returncode == 0, f"{words}:\n{done.stdout}"
    return done.stdout


def fetch(port, path):
    """Series of a page of metrics: name, labels and value of each."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}",
                                timeout=SECONDS) as answer:
        text = answer.read().decode()
    found = []
    for line in text.splitlines():
        if match := SERIES.match(line):
            labels = dict(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', match[2] or ""))
            found.append((match[1], labels, float(match[3])))
    return found


def test_alerts_do_what_they_say(tmp_path):
    """Sound to promtool, and each raised by what it is for and by nothing else."""
    promtool = service.find_program("promtool")
    rules = FOLDER / "oa.rules.yml"
    assert "7 rules found" in run(promtool, "check", "rules", rules)
    cases = Path(__file__).with_name("rules_test.yml").read_text(encoding="utf-8")
    (tmp_path / "test.yml").write_text(cases.replace("RULES", str(rules)),
                                       encoding="utf-8")
    run(promtool, "test", "rules", tmp_path / "test.yml")


@pytest.fixture(name="textfile")
def textfile_fixture(ini, tmp_path):
    """Function that runs the script for a section."""
    folder = tmp_path / "textfile"
    folder.mkdir()
    script = BUILT / "oa-textfile"
    if not script.exists():
        pytest.skip("not run from a build directory")

    def call(section):
        done = subprocess.run(
            [str(script), section], text=True, capture_output=True, check=False,
            timeout=SECONDS, env={**os.environ, "OA_INI": str(ini),
                                  "OA_TEXTFILE_DIR": str(folder),
                                  "OA_PLUGIN_DIR": str(checks.PLUGIN_DIR.resolve())})
        return done.returncode, done.stderr
    call.folder = folder
    return call


def test_textfile_reaches_node_exporter(textfile, ini, broken_lab):
    """Two programs that describe a metric differently are both to be read."""
    exporter = service.find_program("prometheus-node-exporter")
    write_section(ini, "tunnel", "check_oa_tunnel", broken_lab)
    assert textfile("mail") == (0, "")
    assert textfile("check_oa_tunnel:tunnel") == (0, "")
    code, said = textfile("nosuch")
    assert code == 1 and "section [nosuch]" in said
    assert sorted(path.name for path in textfile.folder.iterdir()) == [
        "oa-check_oa_tunnel-tunnel.prom", "oa-mail.prom"]
    with service.running(
            lambda port: [exporter, "--collector.disable-defaults",
                          "--collector.textfile",
                          f"--collector.textfile.directory={textfile.folder}",
                          f"--web.listen-address=127.0.0.1:{port}"],
            textfile.folder.parent / "node.log") as port:
        found = fetch(port, "/metrics")
    assert ("node_textfile_scrape_error", {}, 0.0) in found
    assert [labels["code"] for name, labels, _ in found if name == "oa_info"] == [
        BROKEN[0]] * 2
    assert [value for name, _, value in found if name == "oa_state"] == [2, 2]
    assert any(labels.get("hop") == "endpoint" and value == 2
               for name, labels, value in found if name == "oa_hop_state")


def test_programs_may_describe_a_metric_differently(textfile):
    """The collector refuses that, so the file has no descriptions."""
    assert textfile("mail") == (0, "")
    text = (textfile.folder / "oa-mail.prom").read_text(encoding="utf-8")
    assert "# TYPE oa_state gauge" in text
    assert "# HELP" not in text


def test_units_are_sound(tmp_path):
    """systemd has nothing to say about them."""
    analyze = service.find_program("systemd-analyze")
    unit = BUILT / "oa-textfile@.service"
    if not unit.exists():
        pytest.skip("not run from a build directory")
    text = unit.read_text(encoding="utf-8")
    # it wants a program that is there
    (tmp_path / "oa-textfile@.service").write_text(
        re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={BUILT / 'oa-textfile'}", text),
        encoding="utf-8")
    shutil.copy(FOLDER / "oa-textfile@.timer", tmp_path)
    for name in ("oa-textfile@mail.service", "oa-textfile@mail.timer"):
        template = tmp_path / name.replace("mail", "")
        shutil.copy(template, tmp_path / name)
        assert run(analyze, "verify", "--man=no", tmp_path / name) == ""


def test_exporter_configuration_is_new(tmp_path, mib):
    """snmp.yml is what the generator makes of generator.yml and the MIB."""
    del mib
    service.find_program("prometheus-snmp-generator")
    run("sh", SOURCE / "packaging/generate/exporter-config", tmp_path / "snmp.yml")
    assert ((tmp_path / "snmp.yml").read_text(encoding="utf-8")
            == (FOLDER / "snmp.yml").read_text(encoding="utf-8")), \
        "out of date: make exporter-config"


def test_exporter_reads_the_agent(tmp_path, master, agent):
    """Each module gives what it is for, with names as labels."""
    del agent
    exporter = service.find_program("prometheus-snmp-exporter")
    with service.running(
            lambda port: [exporter, f"--config.file={FOLDER / 'snmp.yml'}",
                          f"--web.listen-address=127.0.0.1:{port}"],
            tmp_path / "exporter.log") as port:
        seen = {module: fetch(port, f"/snmp?target=127.0.0.1:{master.port}"
                                    f"&module={module}")
                for module in ("oa_problems", "oa_lean", "oa_full")}
    problems = [row for row in seen["oa_problems"] if row[0] == "oaProblemStatus"]
    assert [(labels["oaProblemDescr"], labels["oaProblemCode"],
             labels["oaProblemHint"], value) for _, labels, value in problems] == [
                 ("t2/tunnelStore", "endpoint-6001-down", "repair it", 3.0)]
    for module in ("oa_lean", "oa_full"):
        found = {labels["oaTargetName"]: value for name, labels, value in seen[module]
                 if name == "oaTargetStatus"}
        assert found == {"t1": 1.0, "t2": 3.0, "t3": 1.0}, module
    assert len(seen["oa_problems"]) < len(seen["oa_lean"]) < len(seen["oa_full"])
    assert not [name for rows in seen.values() for name, _, _ in rows
                if name.endswith(("Message", "Descr"))]
