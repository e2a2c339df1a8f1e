"""What the Grafana dashboards have in common."""

import json

# Exit codes, in words and colours.
STATES = ((0, "OK", "green"), (1, "WARNING", "orange"), (2, "CRITICAL", "red"),
          (3, "UNKNOWN", "purple"))
CHAIN = "check_oa"
WIDTH = 24


def words_for_states():
    """Words and colours instead of exit codes."""
    return [{"type": "value", "options": {
        str(number): {"text": word, "color": colour, "index": number}
        for number, word, colour in STATES}}]


def limits(*steps):
    """Colours by value; the first one begins at the lowest."""
    return {"mode": "absolute",
            "steps": [{"color": colour, "value": value} for colour, value in steps]}


class Board:
    """Panels from left to right and from top to bottom."""

    def __init__(self, uid, title, source, variables):
        self.root = {
            "uid": uid, "title": title, "tags": ["outlook-anywhere"],
            "schemaVersion": 36, "version": 1, "editable": True, "refresh": "1m",
            "time": {"from": "now-24h", "to": "now"},
            "templating": {"list": [
                {"name": "source", "label": "Data source", "type": "datasource",
                 "query": source}, *variables]},
            "panels": []}
        self.source = {"type": source, "uid": "${source}"}
        self.left = self.top = self.height = 0

    def variable_source(self):
        """The data source of a variable."""
        return dict(self.source)

    def panel(self, kind, title, width, height, queries, unit=None, **more):
        """Adds a panel; more has description, mappings, thresholds, options, custom."""
        if self.left + width > WIDTH:
            self.left, self.top = 0, self.top + self.height
            self.height = 0
        defaults = {"unit": unit} if unit else {}
        for key in ("mappings", "thresholds", "custom"):
            if key in more:
                defaults[key] = more.pop(key)
        if "thresholds" in defaults:
            defaults["color"] = {"mode": "thresholds"}
        self.root["panels"].append({
            "id": len(self.root["panels"]) + 1, "type": kind, "title": title,
            "datasource": self.source,
            "gridPos": {"x": self.left, "y": self.top, "w": width, "h": height},
            "fieldConfig": {"defaults": defaults, "overrides": []},
            "targets": [{**query, "refId": chr(ord("A") + number),
                         "datasource": self.source}
                        for number, query in enumerate(queries)], **more})
        self.left, self.height = self.left + width, max(self.height, height)

    def text(self):
        """The file."""
        return json.dumps(self.root, indent=1, ensure_ascii=False) + "\n"


def labels(checks, program, unit, without=()):
    """The labels of a program that have this unit."""
    found = next(item for item in checks if item.name == program)
    return [perf for perf in found.perfdata
            if perf.unit == unit and perf.label not in without]


# What several runs of one check say together, and limits of the server.
NO_PHASE = ("time", "time_min", "time_median", "time_max", "idle_timeout")
STACKED = {"lineWidth": 0, "fillOpacity": 60, "stacking": {"mode": "normal"}}
