"""The dashboards ask for what is there: for metrics that a program prints, for labels
and measurements that Icinga's writer makes, in queries that InfluxDB understands."""

import json
import re
import urllib.parse
import urllib.request

import checks
import pytest
from conftest import SOURCE
from parts import service

FOLDER = SOURCE / "packaging" / "grafana"
PROGRAMS = sorted(path.name for path in checks.PLUGIN_DIR.glob("check_oa*")
                  if path.suffix == "" and path.is_file())
# What node_exporter adds, and words of the query language.
FOREIGN = {"node_textfile_mtime_seconds"}
WORDS = {"max", "min", "by", "time"}
CONFIG = """\
reporting-disabled = true
bind-address = "127.0.0.1:%(rpc)d"
[meta]
  dir = "%(dir)s/meta"
[data]
  dir = "%(dir)s/data"
  wal-dir = "%(dir)s/wal"
[http]
  bind-address = "127.0.0.1:%(http)d"
[monitor]
  store-enabled = false
"""


@pytest.fixture(name="board", params=("prometheus", "influxdb"))
def board_fixture(request):
    """One dashboard."""
    return read(request.param)


def read(name):
    """The dashboard on a kind of data source."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def queries(board):
    """All queries of the panels."""
    return [target.get("expr") or target["query"]
            for panel in board["panels"] for target in panel["targets"]]


def test_panels_have_their_place(board):
    """No two at the same one, none outside, each with a number of its own."""
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    taken = set()
    for panel in board["panels"]:
        at = panel["gridPos"]
        fields = {(x, y) for x in range(at["x"], at["x"] + at["w"])
                  for y in range(at["y"], at["y"] + at["h"])}
        assert at["x"] + at["w"] <= 24
        assert not fields & taken, panel["title"]
        taken |= fields
        assert [target["refId"] for target in panel["targets"]] == [
            chr(ord("A") + number) for number in range(len(panel["targets"]))]


def test_metrics_are_printed(broken_lab):
    """Every metric is one of check_oa's, or of a label that was not measured."""
    printed = set(re.findall(r"^(\w+)\{", checks.run(
        "check_oa", broken_lab, "--output", "prometheus").out, re.MULTILINE))
    assert "oa_tls_seconds" in printed
    missing = {"oa_" + label.removesuffix("_time") + "_seconds"
               for label in checks.labels("check_oa") if label.endswith("_time")}
    asked = set()
    for query in queries(read("prometheus")):
        bare = re.sub(r"\{[^}]*\}", "", query)
        bare = re.sub(r"\bby \([^)]*\)", "", bare)
        asked |= set(re.findall(r"[a-z_]\w+", bare)) - WORDS
    assert asked <= printed | missing | FOREIGN
    assert {"oa_state", "oa_info", "oa_hop_state", "oa_days_left"} <= asked


def test_labels_are_of_the_programs():
    """Measurement and metric are a program and a label of it."""
    for query in queries(read("influxdb")):
        if found := re.search(r'FROM "(\w+)" .*"metric" = \'(\w+)\'', query):
            assert found[1] in PROGRAMS
            assert found[2] in checks.labels(found[1]), query
        else:
            assert "FROM /^check_oa/" in query


@pytest.fixture(name="influx")
def influx_fixture(tmp_path):
    """Function that asks a real InfluxDB, which has points as Icinga writes them."""
    influxd = service.find_program("influxd")

    def words(port):
        config = tmp_path / "influxdb.conf"
        config.write_text(CONFIG % {"dir": tmp_path, "http": port,
                                    "rpc": service.free_port()}, encoding="utf-8")
        return [influxd, "-config", str(config)]

    with service.running(words, tmp_path / "log", ready_seconds=60) as port:
        def post(path, body="", **parameters):
            url = f"http://127.0.0.1:{port}{path}?" + urllib.parse.urlencode(parameters)
            with urllib.request.urlopen(url, body.encode(), timeout=60) as answer:
                return answer.read().decode()

        def ask(query):
            return json.loads(post("/query", db="icinga2", q=query))["results"][0]
        post("/query", q="CREATE DATABASE icinga2")
        tags = "check_oa,hostname=mail,service=oa"
        post("/write", f"{tags},metric=tls_time value=0.02\n{tags} state=2i\n",
             db="icinga2")
        yield ask


def test_influxdb_understands(influx):
    """Every query, with Grafana's variables filled in, and two bring values."""
    board = read("influxdb")
    filled = {"$timeFilter": "time > now() - 1h", "$__interval": "1m",
              "$host": "mail", "$service": "oa"}
    answers = {}
    asked = queries(board) + [row["query"] for row in board["templating"]["list"]
                              if row["type"] == "query"]
    for query in asked:
        text = query
        for name, value in filled.items():
            text = text.replace(name, value)
        answers[query] = influx(text)
        assert "error" not in answers[query], (text, answers[query])
    with_values = [query for query, answer in answers.items() if "series" in answer]
    assert any("tls_time" in query for query in with_values)
    assert any('last("state")' in query for query in with_values)
    assert sum("SHOW TAG VALUES" in query for query in with_values) == 2
