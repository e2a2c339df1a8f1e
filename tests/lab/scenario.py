"""Scenario files: reading, defaults, overrides.

Files in scenarios/later/ describe faults that need a program which is not there
yet; they are loaded as "later/NAME".
"""

import copy
import os
import tomllib

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scenarios")
GUID = "3f1c5a52-8d0e-4c7e-9b6a-2a54d1f0c9e7"

DEFAULTS = {
    "description": "",
    "args": [],
    "host": "mail.lab.test",
    "address": "127.0.0.1",
    "server": "EX1.lab.test",
    "servers": ["EX1.lab.test", "EX1", f"{GUID}@lab.test", "mail.lab.test"],
    "expect": {},
    "without": [],
    "account": {
        "user": "LAB\\alice", "password": "Lab-Passw0rd!", "dns_domain": "lab.test",
        "given": "",
    },
    "tls": {
        "certificate": "good", "bound_certificate": "", "min": "1.2", "max": "1.3",
        "alpn": ["http/1.1"], "client_certificate": "none", "ciphers": "",
        "tickets": 0,
    },
    "front": {
        "server": "Microsoft-IIS/10.0", "fe_server": "EX1", "build": "15.2.1544.4",
        "schemes": ["Negotiate", "NTLM", 'Basic realm="mail.lab.test"'],
        "refuse": [], "anonymous": False, "channel_binding": "allow",
        "computers": ["EX1"], "not_pinned": False, "spread": False,
        "bad_challenge": False, "clock_offset": 0,
        "accept_delay": 0, "delay": 0, "echo_raw": "", "adversary": "",
        "adversary_options": {},
    },
    "rule": [],
    "node": [],
    "files": {},
    "tunnel": {
        "head": True, "head_delay": 0, "a3": True, "a3_delay": 0, "a3_raw": "",
        "c2": True, "c2_delay": 0, "c2_raw": "", "order": "", "pair": True,
        "pair_timeout": 30, "framing": "length", "connection_timeout": 120000,
        "window": 65536, "ping_interval": 0, "ping_before": False, "split": 0,
        "glue": False, "recycle": False, "close_out_after": -1, "close_delay": 0,
        "close_by_reset": False, "raw_after": "", "raw": "", "raw_ends": True,
        "in_end": "", "in_delay": 0, "in_answer": "", "wants_whole_body": False,
        "idle_limit": 0, "idle_cut": "fin", "idle_channel": "both", "idle_answer": "",
    },
    "rpc": {
        "bind": "ack", "nak_reason": 0, "reject": [], "bind_result": 2,
        "bind_reason": 1, "bind_delay": 0, "bind_call_id_offset": 0, "call": "answer",
        "call_delay": 0, "call_id_offset": 0, "fault": -1, "fault_flags": 3,
        "fault_calls": 1000, "fault_opnums": [], "fault_interfaces": [],
        "require_level": 0, "level_fault": 5, "fragment": 0, "short_pdu": 0,
        "patch": {}, "repeat": False, "bad_signature": False, "listening": True,
        "dummy_result": 0, "eeinfo": "",
    },
    "mailbox": {
        "dn": "/o=LAB/ou=Exchange/cn=Recipients/cn=alice", "name": "Alice",
        "prefix": "/o=LAB/ou=Exchange/cn=Recipients/cn=", "version": "15.2.1544.4",
        "code": 0, "disconnect_code": 0, "encrypted": False, "min_version": "0.0.0.0",
        "cached_only": False, "sessions": 0, "session_limit": 32, "aux": 0,
    },
    "referral": {"server": "", "fqdn": "", "code": 0, "fqdn_code": 0},
    "addressbook": {
        "names": ["Alice", "Bob", "Bobby"], "entries": 3, "code": 0, "unbind_code": 1,
        "update_code": 0, "resolve_code": 0,
    },
    "mapi": {
        "enabled": True, "code": 0, "nspi_code": 0, "head_code": True, "late": False,
        "connect_code": 0, "connect_status": 0, "connect_error": 0,
        "disconnect_code": 0, "tags": True, "pending": 0, "cut": False,
        "chunked": False, "closes": False, "forgets_logon": False, "health": 200,
        "stalls": False,
    },
    "autodiscover": {
        "address": "alice@lab.test", "server": "mail.lab.test", "ssl": "On",
        "auth_package": "Ntlm", "principal": "msstd:mail.lab.test",
        "exch_server": f"{GUID}@lab.test", "mapihttp": True,
        "mapihttp_host": "mail.lab.test",
        "user_dn": "/o=LAB/ou=Exchange/cn=Recipients/cn=alice",
        "protocols": ["EXCH", "EXPR", "EXHTTP", "WEB"],
        "error": 0, "message": "The e-mail address cannot be found.",
        "redirect_address": "", "redirect_url": "", "body": "", "moved": [],
        "https": 0, "http": 0,
    },
    "endpoint": [
        {"port": 6001, "interfaces": ["emsmdb", "async-emsmdb", "rfr", "nspi", "mgmt"]},
        {"port": 6002, "interfaces": ["rfr", "nspi", "mgmt"]},
        {"port": 6004, "interfaces": ["nspi", "rfr", "mgmt"]},
    ],
    "backend": {
        "enabled": False, "rule": [], "certificate": "backend", "address": "",
        "adversary": "", "adversary_options": {},
    },
    "forward_proxy": {"enabled": False, "status": 407},
    "dns": {"use": False, "records": {}, "second": {}},
}


def load(name):
    """The resolved scenario of this name or path."""
    path = os.path.join(FOLDER, name + ".toml")
    if not os.path.exists(path):
        path = name
    with open(path, "rb") as file:
        table = tomllib.load(file)
    result = resolve(table)
    result["name"] = os.path.splitext(os.path.basename(path))[0]
    return result


def resolve(table, base=None):
    """Defaults (or a scenario) with the values of this table put over them."""
    result = copy.deepcopy(DEFAULTS if base is None else base)
    for key, value in table.items():
        if key not in result:
            raise ValueError(f"scenario: no such key: {key}")
        if key == "endpoint":
            result[key] = _merge_endpoints(result[key], value)
        elif isinstance(value, dict):
            _merge(result[key], value, key)
        else:
            result[key] = copy.deepcopy(value)
    return result


def names():
    """Names of all scenarios, healthy first; those in later/ are left out."""
    found = [name[:-5] for name in os.listdir(FOLDER) if name.endswith(".toml")]
    return sorted(found, key=lambda name: (name != "healthy", name))


_FREE = {"expect", "patch", "records", "second", "adversary_options", "files"}


def _merge(target, values, where):
    for key, value in values.items():
        if where not in _FREE and key not in target:
            raise ValueError(f"scenario: no such key: {where}.{key}")
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            _merge(target[key], value, key)
        else:
            target[key] = copy.deepcopy(value)


def _merge_endpoints(known, changes):
    """Entries with the same port and servers replace the values of the known."""
    result = copy.deepcopy(known)
    for change in changes:
        same = [
            entry for entry in result
            if entry["port"] == change["port"]
            and entry.get("servers") == change.get("servers")
        ]
        if change.get("remove"):
            result = [entry for entry in result if entry not in same]
        elif same:
            same[0].update(copy.deepcopy(change))
        else:
            template = {"interfaces": ["emsmdb", "rfr", "nspi", "mgmt"]}
            result.append(dict(template, **copy.deepcopy(change)))
    return result
