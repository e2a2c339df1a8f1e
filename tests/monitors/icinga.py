"""Icinga 2 nodes, run in a scratch directory by the user who runs the tests."""

import contextlib
import grp
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from parts import service

import icinga_api
import icinga_keys

FRAME = """\
include <itl>
include <plugins>
const NodeName = "{name}"
const ZoneName = "{zone}"
const TicketSalt = ""
const PluginDir = "{plugins}"
object CheckerComponent "checker" {{ }}
object FileLogger "file" {{ path = LogDir + "/icinga2.log" }}
"""
API = """\
object ApiListener "api" {{
  bind_host = "127.0.0.1"
  bind_port = {port}
  accept_config = true
  accept_commands = true
}}
object ApiUser "tests" {{
  password = "{password}"
  permissions = [ "*" ]
}}
"""
ONE_ZONE = """\
object Endpoint NodeName { }
object Zone ZoneName { endpoints = [ NodeName ] }
"""
DIRECTORIES = {
    "ConfigDir": "etc", "ZonesDir": "etc/zones.d", "DataDir": "lib", "LogDir": "log",
    "CacheDir": "cache", "SpoolDir": "spool", "InitRunDir": "run",
}
READY_S = 60


@dataclass(frozen=True)
class Place:
    """The scratch directory of one node."""

    directory: Path
    name: str
    zone: str
    plugins: str

    def prepare(self):
        """Make the folders that a node wants to find."""
        for folder in DIRECTORIES.values():
            (self.directory / folder).mkdir(parents=True, exist_ok=True)

    def write(self, path, text):
        """Write a file of the configuration."""
        target = self.directory / "etc" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def write_main(self, text):
        """Make the folders, and write the configuration that a node begins with."""
        self.prepare()
        frame = FRAME.format(name=self.name, zone=self.zone, plugins=self.plugins)
        self.write("icinga2.conf", frame + text)

    def command(self, *words):
        """The command line of the node's daemon."""
        program = service.find_program("icinga2")
        settings = {key: self.directory / folder
                    for key, folder in DIRECTORIES.items()}
        settings["PidPath"] = self.directory / "run" / "icinga2.pid"
        settings["RunAsUser"] = pwd.getpwuid(os.geteuid()).pw_name
        settings["RunAsGroup"] = grp.getgrgid(os.getegid()).gr_name
        defined = [word for key, value in settings.items()
                   for word in ("-D", f"Configuration.{key}={value}")]
        main = self.directory / "etc" / "icinga2.conf"
        return [program, "daemon", "-c", str(main), *defined, *words]


def is_accepted(place, text):
    """What `icinga2 daemon -C` says to a configuration: whether it is good, and why."""
    place.write_main(text)
    done = subprocess.run(place.command("-C"), capture_output=True, text=True,
                          timeout=READY_S, check=False)
    return done.returncode == 0, done.stdout + done.stderr


@contextlib.contextmanager
def running(place, authority, text=ONE_ZONE):
    """Run a node with this configuration; gives a client of its API."""
    icinga_keys.issue(authority, place.directory / "lib" / "certs", place.name)

    def argv(port):
        api = API.format(port=port, password=icinga_api.PASSWORD)
        place.write_main(api + text)
        return place.command()

    log = place.directory / "output.log"
    with service.running(argv, log, ready_seconds=READY_S) as port:
        yield icinga_api.Client(port, authority.certificate_file)
