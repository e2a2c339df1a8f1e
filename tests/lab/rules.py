"""Ordered rules of a scenario: which request gets which answer.

A rule is a TOML table.  Conditions stand in `when`: kind, method, path (prefix),
logon (none, challenge, accepted, rejected), scheme, host (prefix), query (part),
header_over (bytes of head), type1 (true or false).  Of the requests that match,
`nth`, `from`, `until` and `every` choose by count.  The first rule that applies
gives the answer; no rule means the healthy answer.
"""


class Rule:
    """One rule and the count of requests that have met its conditions."""

    def __init__(self, table):
        self.when = dict(table.get("when", {}))
        self.answer = {key: value for key, value in table.items() if key != "when"}
        self.count = 0

    def applies(self, request, judge):
        """True when this rule answers; judge() gives the outcome of the logon."""
        if not self._matches(request, judge):
            return False
        self.count += 1
        when = self.when
        if "nth" in when and self.count not in _as_list(when["nth"]):
            return False
        if self.count < when.get("from", 1) or self.count > when.get("until", 1 << 30):
            return False
        return self.count % when.get("every", 1) == 0

    def _matches(self, request, judge):
        when = self.when
        facts = {"kind": request.kind, "method": request.method}
        for name, fact in facts.items():
            if name in when and fact not in _as_list(when[name]):
                return False
        host = request.headers.get("host", "")
        if not host.startswith(when.get("host", "")):
            return False
        paths = tuple(_as_list(when.get("path", "")))
        if not request.path.startswith(paths):
            return False
        if when.get("query", "") not in request.query:
            return False
        if request.size <= when.get("header_over", 0):
            return False
        if "type1" in when and request.is_type1 != when["type1"]:
            return False
        if "logon" in when and judge().result not in _as_list(when["logon"]):
            return False
        return "scheme" not in when or judge().scheme in _as_list(when["scheme"])


class RuleSet:
    """The rules of one listener."""

    def __init__(self, tables):
        self.rules = [Rule(table) for table in tables]

    def find(self, request, judge):
        """The answer table of the first rule that applies, or None."""
        for rule in self.rules:
            if rule.applies(request, judge):
                return rule.answer
        return None


def _as_list(value):
    return value if isinstance(value, list) else [value]
