"""The Grafana dashboard on what Icinga's InfluxDB writer stores: a measurement for each
check command, a tag for each label."""

import grafana

WHERE = ('WHERE "hostname" =~ /^$host$/ AND "service" =~ /^$service$/ '
         "AND %s$timeFilter")
EVERY = "GROUP BY time($__interval), %s fill(null)"


def value(measurement, label, alias, tags='"hostname", "service"'):
    """A query of one label."""
    where = WHERE % f"\"metric\" = '{label}' AND "
    return {"rawQuery": True, "resultFormat": "time_series", "alias": alias,
            "query": f'SELECT mean("value") FROM "{measurement}" {where} '
                     + EVERY % tags}


def variable(board, name, label, question):
    """A variable whose values are asked for."""
    return {"name": name, "label": label, "type": "query", "multi": True,
            "includeAll": True, "datasource": board.variable_source(),
            "query": question, "refresh": 2, "sort": 1,
            "current": {"text": "All", "value": "$__all"}}


def text(checks):
    """The file."""
    names = sorted(item.name for item in checks)
    chain = grafana.CHAIN
    board = grafana.Board("oa-influxdb", "Outlook Anywhere (Icinga, InfluxDB)",
                          "influxdb", [])
    measured = "/^check_oa/"
    board.root["templating"]["list"] += [
        variable(board, "host", "Host",
                 f'SHOW TAG VALUES FROM {measured} WITH KEY = "hostname"'),
        variable(board, "service", "Service",
                 f'SHOW TAG VALUES FROM {measured} WITH KEY = "service" '
                 'WHERE "hostname" =~ /^$host$/')]
    board.panel("state-timeline", "State", 24, 7, [
        {"rawQuery": True, "resultFormat": "time_series",
         "alias": "$tag_hostname $tag_service",
         "query": f'SELECT last("state") FROM {measured} {WHERE % ""} '
                  + EVERY % '"hostname", "service"'}],
        mappings=grafana.words_for_states(),
        description="Wants enable_send_metadata = true in the InfluxdbWriter.")
    phases = grafana.labels(checks, chain, "s", grafana.NO_PHASE)
    board.panel("timeseries", f"Where the time goes ({chain})", 12, 9,
                [value(chain, perf.label, f"$tag_hostname {perf.label}")
                 for perf in phases], unit="s", custom=grafana.STACKED)
    board.panel("timeseries", "The whole run", 12, 9,
                [value(name, "time", f"$tag_hostname {name}") for name in names
                 if any(perf.label == "time" for perf in _program(checks, name))],
                unit="s")
    board.panel("timeseries", "Days until a certificate ends", 12, 8,
                [value(name, "days_left", f"$tag_hostname {name}") for name in names
                 if any(perf.label == "days_left" for perf in _program(checks, name))],
                unit="d")
    board.panel("timeseries", "Share of tries that failed", 12, 8,
                [value(chain, "loss", "$tag_hostname")], unit="percent")
    return board.text()


def _program(checks, name):
    return next(item for item in checks if item.name == name).perfdata
