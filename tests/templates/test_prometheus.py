"""Prometheus: the textfile script under a real node_exporter, the modules under a real
snmp_exporter on a real subagent, the alerts under promtool."""

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import checks
import pytest
from conftest import BROKEN, SOURCE
from inifile import write_section
from lab import Lab
from parts import service
from programs import has_auths

FOLDER = SOURCE / "packaging" / "prometheus"
BUILT = Path(os.environ.get("OA_BUILDDIR", SOURCE / "build")) / "packaging/prometheus"
SERIES = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")
SECONDS = 120

# That have a host as their target.
PROGRAMS = ("check_oa", "check_oa_auth", "check_oa_autodiscover", "check_oa_backend",
            "check_oa_cert", "check_oa_mapihttp", "check_oa_rpcproxy",
            "check_oa_tunnel")


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
    """The metrics of two programs stand side by side."""
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


def described(text):
    """The lines that describe metrics: what they are, and their type."""
    return [line for line in text.splitlines()
            if line.startswith(("# HELP ", "# TYPE "))]


def describe_target(program, lab):
    """A section that every program can do something with."""
    lines = {"hostname": lab.host, "address": lab.address, "port": lab.https,
             "ca-file": lab.ca}
    if program != "check_oa_cert":
        lines |= {"username": lab.user, "password": lab.password}
    if program not in checks.WITHOUT_SERVER:
        lines["server"] = lab.server
    if program == "check_oa_autodiscover":
        lines["email"] = "alice@lab.test"
    return "".join(f"{name} = {value}\n" for name, value in lines.items())


def test_programs_describe_a_metric_alike(textfile, ini):
    """A collector refuses two descriptions; promtool takes the whole."""
    promtool = service.find_program("promtool")
    with Lab("healthy") as lab:
        ini.write_text("".join(f"[{program}]\n{describe_target(program, lab)}"
                               for program in PROGRAMS), encoding="utf-8")
        for program in PROGRAMS:
            assert textfile(f"{program}:{program}") == (0, ""), program
    texts = [path.read_text(encoding="utf-8") for path in textfile.folder.iterdir()]
    heads = {line for text in texts for line in described(text)}
    names = [tuple(line.split()[1:3]) for line in heads]
    assert len(names) > 2 * 15
    assert sorted(names) == sorted(set(names)), sorted(heads)
    samples = [line for text in texts for line in text.splitlines()
               if not line.startswith("#")]
    page = [*heads, *samples]
    page.sort(key=lambda line: (metric_of(line), not line.startswith("# HELP"),
                                not line.startswith("#")))
    said = subprocess.run([promtool, "check", "metrics"], input="\n".join(page) + "\n",
                          capture_output=True, text=True, timeout=SECONDS, check=False)
    # people count the days of a certificate, in -w and -c too
    assert re.sub("oa_days_left use base unit .*\n", "",
                  said.stdout + said.stderr) == ""


def metric_of(line):
    """The metric that a line is about."""
    return line.split()[2] if line.startswith("#") else line.partition("{")[0]


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
    """Both forms are what the generator, of any version, makes of generator.yml."""
    del mib
    service.find_program("prometheus-snmp-generator")
    pytest.importorskip("yaml")
    script = SOURCE / "packaging/generate/exporter_config.py"
    run(sys.executable, "-B", script, tmp_path)
    for name in ("snmp.yml", "snmp-0.22.yml"):
        assert ((tmp_path / name).read_text(encoding="utf-8")
                == (FOLDER / name).read_text(encoding="utf-8")), \
            f"{name} is out of date: make exporter-config"


def test_exporter_reads_the_agent(tmp_path, master, agent):
    """Each module gives what it is for, with names as labels."""
    del agent
    exporter = service.find_program("prometheus-snmp-exporter")
    config = FOLDER / ("snmp.yml" if has_auths(exporter) else "snmp-0.22.yml")
    with service.running(
            lambda port: [exporter, f"--config.file={config}",
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
