"""A Zabbix of Debian on loopback: PostgreSQL, the server, and the API of the front end,
all in a scratch directory of an unprivileged user."""

import contextlib
import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest
from parts import service

SQL = Path("/usr/share/zabbix-server-pgsql")
WEB = Path("/usr/share/zabbix")
# All that the API needs of the front end.
WEB_PARTS = ("include", "app", "vendor", "conf", "api_jsonrpc.php", "local", "modules")
# Settings and one user; the templates and pictures of Zabbix itself are left out,
# because they take half a minute.
TABLES = {"config", "users", "usrgrp", "users_groups", "role", "role_rule", "hstgrp",
          "regexps", "expressions", "globalmacro", "graph_theme", "config_autoreg_tls"}
NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")

WEB_CONFIG = """\
<?php
$DB['TYPE'] = 'POSTGRESQL'; $DB['SERVER'] = '%(dir)s'; $DB['PORT'] = '0';
$DB['DATABASE'] = 'zabbix'; $DB['USER'] = 'zabbix'; $DB['PASSWORD'] = '';
$DB['SCHEMA'] = ''; $DB['ENCRYPTION'] = false; $DB['DOUBLE_IEEE754'] = true;
$ZBX_SERVER_NAME = 'test'; $IMAGE_FORMAT_DEFAULT = IMAGE_FORMAT_PNG;
"""
SERVER_CONFIG = """\
ListenIP=127.0.0.1
ListenPort=%(port)d
LogFile=%(dir)s/server.log
PidFile=%(dir)s/server.pid
SocketDir=%(dir)s
DBHost=%(dir)s
DBName=zabbix
DBUser=zabbix
AllowRoot=1
AllowUnsupportedDBVersions=1
Timeout=30
ExternalScripts=%(scripts)s
CacheUpdateFrequency=1
StartPollers=4
StartPollersUnreachable=1
StartTrappers=1
StartPingers=0
StartDiscoverers=0
StartHTTPPollers=0
StartPreprocessors=1
StartLLDProcessors=1
HousekeepingFrequency=0
"""


class Zabbix:
    """The API of a running Zabbix."""

    def __init__(self, port, folder):
        self.url = f"http://127.0.0.1:{port}/api_jsonrpc.php"
        self.folder = folder
        self.token = None
        version = self.call("apiinfo.version")
        self.version = tuple(int(number) for number in version.split(".")[:2])
        self.token = self.call("user.login", username="Admin", password="zabbix")
        if self.version >= (7, 0):
            # where Timeout of the server's own settings went
            self.call("settings.update", timeout_external_check="30s")

    def call(self, method, *array, **params):
        """The result of one method; a refusal is an assertion with Zabbix's reason."""
        body = {"jsonrpc": "2.0", "method": method, "id": 1,
                "params": list(array) or params}
        heads = {"Content-Type": "application/json-rpc"}
        if self.token and self.version >= (6, 4):
            heads["Authorization"] = f"Bearer {self.token}"
        elif self.token:
            body["auth"] = self.token
        request = urllib.request.Request(self.url, json.dumps(body).encode(), heads)
        with urllib.request.urlopen(request, timeout=120) as answer:
            said = json.load(answer)
        assert "error" not in said, f"{method}: {said['error']}"
        return said["result"]

    def load(self, path):
        """Imports a template file as the front end does."""
        both = {"createMissing": True, "updateExisting": True}
        new = {"createMissing": True}
        groups = "groups" if self.version < (6, 2) else "template_groups"
        self.call("configuration.import", format="yaml",
                  source=Path(path).read_text(encoding="utf-8"),
                  rules={groups: both, "templates": both, "items": both,
                         "discoveryRules": both, "triggers": both, "valueMaps": both,
                         "templateLinkage": new})

    def host(self, name, templates, interfaces=(), macros=()):
        """Makes a host that has these templates; returns its id."""
        group = self.call("hostgroup.get", output=["groupid"], limit=1)
        found = self.call("template.get", output=["templateid"],
                          filter={"host": list(templates)})
        assert len(found) == len(templates)
        made = self.call(
            "host.create", host=name, groups=group, templates=found,
            interfaces=list(interfaces),
            macros=[{"macro": f"{{$OA.{key}}}", "value": value}
                    for key, value in dict(macros).items()])
        return made["hostids"][0]

    def log(self):
        """What the server has said, for a failed test."""
        with contextlib.suppress(OSError):
            return (self.folder / "server.log").read_text(errors="replace")[-3000:]
        return ""


def until(seconds, question):
    """Asks until the answer is true; returns the last one."""
    end = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < end:
        time.sleep(1)
    return answer


def missing():
    """What is not installed, or None."""
    for path in (SQL / "schema.sql.gz", WEB / "api_jsonrpc.php"):
        if not path.exists():
            return f"{path.parent} is not installed"
    if not shutil.which("php"):
        return "php is not installed"
    return None if _postgres() else "PostgreSQL is not installed"


def _postgres():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return found[-1].parent if found else None


def _schema():
    """The statements for a Zabbix without any template."""
    with gzip.open(SQL / "schema.sql.gz", "rt") as file:
        yield from file
    keep = False
    with gzip.open(SQL / "data.sql.gz", "rt", errors="replace") as file:
        for line in file:
            if found := re.match(r'INSERT INTO "?(\w+)', line):
                keep = found[1] in TABLES
            if keep:
                yield line


@contextlib.contextmanager
def database(folder):
    """A PostgreSQL that can be reached by a socket in the folder only."""
    tools = _postgres()
    # it refuses to run as root
    user = NOBODY if os.getuid() == 0 else ()
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    if user:
        os.chown(folder, 65534, 65534)
    subprocess.run([*user, tools / "initdb", "-D", folder / "db", "-A", "trust",
                    "-U", "zabbix", "--no-sync", "-E", "UTF8", "--locale=C"], **quiet)
    settings = ["listen_addresses=", "fsync=off", "synchronous_commit=off",
                "full_page_writes=off"]
    subprocess.run(
        [*user, tools / "pg_ctl", "-D", folder / "db", "-w", "-t", "60",
         "-l", folder / "db.log", "-o",
         " ".join([f"-k {folder}", *(f"-c {word}" for word in settings)]), "start"],
        **quiet)
    try:
        where = ["-h", str(folder), "-U", "zabbix"]
        subprocess.run([tools / "createdb", *where, "zabbix"], **quiet)
        subprocess.run([tools / "psql", *where, "-q", "-1", "-v", "ON_ERROR_STOP=1",
                        "zabbix"], input="".join(_schema()), text=True, **quiet)
        yield
    finally:
        subprocess.run([*user, tools / "pg_ctl", "-D", folder / "db", "-m", "immediate",
                        "stop"], **quiet)


def _web(folder):
    """A copy of the front end, since the path of its configuration is built in."""
    web = folder / "web"
    web.mkdir()
    for part in WEB_PARTS:
        source = WEB / part
        if source.is_dir():
            shutil.copytree(source, web / part, ignore_dangling_symlinks=True)
        elif source.exists():
            shutil.copy(source, web / part)
    config = web / "zabbix.conf.php"
    config.write_text(WEB_CONFIG % {"dir": folder}, encoding="utf-8")
    reader = web / "include/classes/core/CConfigFile.php"
    text = reader.read_text(encoding="utf-8")
    reader.write_text(re.sub(r"(CONFIG_FILE_PATH = )'[^']*'", rf"\1'{config}'", text),
                      encoding="utf-8")
    return web


@contextlib.contextmanager
def running(scripts):
    """A Zabbix whose external scripts are in a folder; skips without the packages."""
    if reason := missing():
        pytest.skip(reason)
    server = service.find_program("zabbix_server")
    with contextlib.ExitStack() as stack:
        # a socket's path is short, and PostgreSQL's user has to reach it
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(
            prefix="oa-zabbix-", dir="/tmp", ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        stack.enter_context(database(folder))
        web = _web(folder)
        port = stack.enter_context(service.running(
            lambda port: ["php", "-S", f"127.0.0.1:{port}", "-t", str(web)],
            folder / "web.log", ready_seconds=60))

        def words(port):
            config = folder / "server.conf"
            config.write_text(SERVER_CONFIG % {
                "dir": folder, "port": port, "scripts": scripts}, encoding="utf-8")
            return [server, "-f", "-c", str(config)]

        stack.enter_context(service.running(
            words, folder / "server.out", ready_seconds=60))
        yield Zabbix(port, folder)
