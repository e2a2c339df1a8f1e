"""Nagios Core, run in a scratch directory by the user who runs the tests."""

import contextlib
import grp
import os
import pwd
import re
import subprocess
import time

from parts import service

from subjects import Seen

MAIN = """\
cfg_file={dir}/objects.cfg
{files}resource_file={dir}/resource.cfg
log_file={dir}/nagios.log
object_cache_file={dir}/objects.cache
status_file={dir}/status.dat
status_update_interval=1
state_retention_file={dir}/retention.dat
check_result_path={dir}/results
temp_file={dir}/nagios.tmp
temp_path={dir}
lock_file={dir}/nagios.lock
command_file={dir}/nagios.cmd
query_socket={dir}/nagios.qh
nagios_user={user}
nagios_group={group}
interval_length=1
service_inter_check_delay_method=n
host_inter_check_delay_method=n
service_check_timeout=120
enable_notifications=0
execute_host_checks=0
illegal_macro_output_chars=`~$&|'<>
"""
# What Nagios ships for a site to begin with, as far as services need it, but for the
# intervals.
SITE = """\
define timeperiod {
    timeperiod_name  24x7
    alias            always
    sunday           00:00-24:00
    monday           00:00-24:00
    tuesday          00:00-24:00
    wednesday        00:00-24:00
    thursday         00:00-24:00
    friday           00:00-24:00
    saturday         00:00-24:00
}
define command {
    command_name     nothing
    command_line     /bin/true
}
define contact {
    contact_name                   nobody
    service_notification_commands  nothing
    service_notification_period    24x7
    host_notification_commands     nothing
    host_notification_period       24x7
}
define contactgroup {
    contactgroup_name  admins
    alias              all
    members            nobody
}
define host {
    name                 generic-host
    notification_period  24x7
    register             0
}
define service {
    name                   generic-service
    max_check_attempts     1
    check_period           24x7
    check_interval         3600
    retry_interval         3600
    notification_period    24x7
    notification_interval  3600
    contact_groups         admins
    register               0
}
"""
BLOCK = re.compile(r"^(\w+) \{\n(.*?)^\t\}", re.S | re.M)
PATIENCE_S = 120
POLL_S = 0.2


class Core:
    """One configuration of Nagios, and what it writes."""

    def __init__(self, directory, plugins, files, objects, site=SITE):
        self.directory = directory
        self.program = service.find_program("nagios4", "nagios")
        self.main = directory / "nagios.cfg"
        (directory / "results").mkdir()
        self.main.write_text(MAIN.format(
            dir=directory, user=pwd.getpwuid(os.geteuid()).pw_name,
            group=grp.getgrgid(os.getegid()).gr_name,
            files="".join(f"cfg_file={file}\n" for file in files)))
        (directory / "resource.cfg").write_text(f"$USER1$={plugins}\n")
        (directory / "objects.cfg").write_text(site + objects)

    def is_accepted(self):
        """What `nagios4 -v` says: whether it is good, and its text."""
        done = subprocess.run([self.program, "-v", str(self.main)], text=True,
                              capture_output=True, timeout=60, check=False)
        is_good = done.returncode == 0 and "Total Warnings: 0" in done.stdout
        return is_good, done.stdout + done.stderr

    @contextlib.contextmanager
    def running(self):
        """Run it; each service is checked at once, then once an hour."""
        with open(self.directory / "output.log", "wb") as log:
            child = subprocess.Popen(
                [*service.TIED_TO_US, self.program, str(self.main)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True)
        try:
            yield
        finally:
            service.stop(child)

    def services(self):
        """Mapping of the names of services to their entries in status.dat."""
        try:
            text = (self.directory / "status.dat").read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        found = {}
        for kind, body in BLOCK.findall(text):
            pairs = dict(line.strip().partition("=")[::2]
                         for line in body.splitlines())
            if kind == "servicestatus":
                found[pairs["service_description"]] = pairs
        return found

    def wait_for(self, name):
        """What Nagios knows of a service, once it has been checked."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            entry = self.services().get(name, {})
            if entry.get("has_been_checked") == "1":
                return Seen(int(entry["current_state"]), entry["plugin_output"],
                            entry["long_plugin_output"].replace("\\n", "\n"),
                            entry["performance_data"])
            time.sleep(POLL_S)
        log = (self.directory / "output.log").read_text(errors="replace")
        raise AssertionError(f"no result of {name}\n{log}")
