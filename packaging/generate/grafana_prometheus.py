"""The Grafana dashboard on the metrics of the textfile collector."""

import grafana

SCOPE = 'target=~"$target"'
AGE = 'time() - node_textfile_mtime_seconds{file=~".*/oa-[^/]*[.]prom"}'


def metric(perf):
    """What --output prometheus calls a label."""
    suffix = {"s": "_seconds", "%": "_ratio", "B": "_bytes", "c": "_total"}
    name = perf.label
    if perf.unit == "s":
        name = name.removesuffix("_time")
    return f"oa_{name}{suffix.get(perf.unit, '')}"


def query(expression, legend):
    """One query."""
    return {"expr": expression, "legendFormat": legend}


def table(expression):
    """A query whose newest answer fills a table."""
    return {"expr": expression, "format": "table", "instant": True}


def text(checks):
    """The file."""
    board = grafana.Board("oa-prometheus", "Outlook Anywhere (Prometheus)",
                          "prometheus", [])
    board.root["templating"]["list"].append({
        "name": "target", "label": "Target", "type": "query", "multi": True,
        "includeAll": True, "datasource": board.variable_source(),
        "query": "label_values(oa_state, target)", "refresh": 2, "sort": 1,
        "current": {"text": "All", "value": "$__all"}})
    board.panel("stat", "State", 12, 6,
                [query(f"oa_state{{{SCOPE}}}", "{{target}} {{program}}")],
                mappings=grafana.words_for_states(),
                options={"colorMode": "background"})
    board.panel("table", "What is wrong", 12, 6,
                [table(f'oa_info{{{SCOPE},code!="ok"}}')],
                description="The code names the hop that broke; docs/diagnoses.md "
                            "says what to do.",
                transformations=[{"id": "organize", "options": {"excludeByName": {
                    "Time": True, "Value": True, "__name__": True, "instance": True,
                    "job": True}}}])
    board.panel("state-timeline", "Hops", 24, 10,
                [query(f"max by (target, program, hop, subject) "
                       f"(oa_hop_state{{{SCOPE}}})",
                       "{{target}} {{hop}} {{subject}}")],
                mappings=grafana.words_for_states())
    phases = grafana.labels(checks, grafana.CHAIN, "s", grafana.NO_PHASE)
    board.panel("timeseries", "Where the time goes (check_oa)", 12, 9,
                [query(f'{metric(perf)}{{{SCOPE},program="{grafana.CHAIN}"}}',
                       "{{target}} " + perf.label) for perf in phases],
                unit="s", custom=grafana.STACKED)
    board.panel("timeseries", "The whole run", 12, 9,
                [query(f"oa_time_seconds{{{SCOPE}}}", "{{target}} {{program}}")],
                unit="s")
    board.panel("stat", "Days until a certificate ends", 12, 6,
                [query(f"min by (target) (oa_days_left{{{SCOPE}}})", "{{target}}")],
                unit="d", thresholds=grafana.limits(
                    ("red", None), ("orange", 14), ("green", 30)))
    board.panel("stat", "Age of the results", 12, 6,
                [query(AGE, "{{file}}")], unit="s",
                description="The timer that runs the checks has stopped, or its "
                            "service fails, if this grows.",
                thresholds=grafana.limits(("green", None), ("red", 900)))
    return board.text()
