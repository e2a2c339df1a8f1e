"""What is in a template file of Zabbix."""

import re

import yaml


class Export:
    """One file."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.root = yaml.safe_load(file)["zabbix_export"]
        self.templates = self.root["templates"]

    def rules(self, template):
        """The rules of discovery."""
        return template.get("discovery_rules", [])

    def items(self, template):
        """Items and prototypes."""
        found = list(template.get("items", []))
        for rule in self.rules(template):
            found += rule["item_prototypes"]
        return found

    def triggers(self):
        """All triggers and prototypes, wherever they stand."""
        found = list(self.root.get("triggers", []))
        for template in self.templates:
            for item in self.items(template):
                found += item.get("triggers", [])
            for rule in self.rules(template):
                found += rule.get("trigger_prototypes", [])
        return found

    def identities(self):
        """Every uuid."""
        return list(_walk(self.root, "uuid"))

    def oids(self):
        """Every OID that is asked for, without the index of a row."""
        for text in _walk(self.root, "snmp_oid"):
            for oid in re.findall(r"(?<![\w.])[.]?1(?:[.]\d+)+", text):
                yield oid


def _walk(node, key):
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            else:
                yield from _walk(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _walk(value, key)
