"""The shipped examples are accepted as they are, and do what they say."""

import time
from pathlib import Path

import icinga
import icinga_api
import icinga_keys
import nagios
import pytest
from lab import Lab
from shipped import ICINGA, NAGIOS, PLUGIN_DIR, SOURCE
from subjects import HOST

EXAMPLES = ICINGA / "examples"
COMMANDS = f'include "{ICINGA / "oa-plugins.conf"}"\n'
INSTALLED = 'include "/usr/share/oa-plugins/icinga2/oa-plugins.conf"\n'
# Nothing is checked but what the test asks for.
IDLE = """\
object IcingaApplication "app" {
  enable_host_checks = false
  enable_service_checks = false
}
"""
MINUTE_S = 60
DEBIAN = [Path("/etc/nagios4/objects") / f"{name}.cfg"
          for name in ("commands", "contacts", "timeperiods", "templates")]
README = SOURCE / "README.md"


def place(directory):
    """A node of its own."""
    return icinga.Place(directory, "monitor.lab.test", "monitor.lab.test", PLUGIN_DIR)


def test_icinga_quickstart(tmp_path):
    """Three lines, which the README shows as well, and there is a state."""
    lines = [line for line in (EXAMPLES / "quickstart.conf").read_text().splitlines()
             if not line.startswith(("/", " "))]
    assert len(lines) == 3
    text = "\n".join(lines)
    assert text in README.read_text()
    text = text.replace(INSTALLED.strip(), COMMANDS)
    is_good, told = icinga.is_accepted(place(tmp_path), icinga.ONE_ZONE + text)
    assert is_good, told
    assert "warning" not in told.lower(), told
    # no name is asked for that is not on this machine
    text = icinga.ONE_ZONE + text.replace("mail.example.com", "localhost")
    with icinga.running(place(tmp_path), icinga_keys.authority(tmp_path), text) as api:
        api.check_now("localhost")
        result = api.wait_for("localhost", "outlook-anywhere")
    assert result["output"].startswith("OA RPCPROXY "), result


def test_icinga_services(tmp_path):
    text = (EXAMPLES / "hosts.conf").read_text()
    text += (EXAMPLES / "services.conf").read_text()
    is_good, told = icinga.is_accepted(place(tmp_path),
                                       icinga.ONE_ZONE + COMMANDS + text)
    assert is_good, told
    assert "warning" not in told.lower(), told
    assert "Instantiated 6 Services." in told
    assert "Instantiated 7 Dependencies." in told


def test_icinga_dependencies(tmp_path):
    """What the front end has to carry is not checked while that is broken."""
    with Lab("http-app-pool-stopped") as lab:
        text = icinga.ONE_ZONE + IDLE + COMMANDS + host(lab)
        text += (EXAMPLES / "services.conf").read_text()
        with icinga.running(place(tmp_path), icinga_keys.authority(tmp_path),
                            text) as api:
            api.check_now(HOST, "oa-rpcproxy")
            assert api.wait_for(HOST, "oa-rpcproxy")["state"] == 2
            api.modify("icingaapplications/app", enable_service_checks=True)
            api.check_next(HOST)
            # the one that does not depend on it
            assert api.wait_for(HOST, "oa-cert")["state"] == 0
            for name in ("oa-auth", "oa-mapihttp", "oa-chain"):
                icinga_api.until(lambda name=name: is_put_off(api.service(HOST, name)),
                                 f"{name} is still due")
                assert not api.service(HOST, name)["last_check_result"]


def is_put_off(service):
    """The moment of the next check has been set anew."""
    return service["next_check"] > time.time() + MINUTE_S / 2


def host(lab):
    """The host of the example, as the laboratory wants it."""
    return f"""\
object Host "{HOST}" {{
  check_command = "dummy"
  vars.outlook_anywhere = true
  vars.oa_address = "{lab.address}"
  vars.oa_port = {lab.https}
  vars.oa_ca_file = "{lab.ca}"
  vars.oa_username = "LAB\\\\alice"
  vars.oa_password = "{lab.password}"
}}
"""


def test_nagios_services(tmp_path):
    text = (NAGIOS / "services.cfg.example").read_text()
    core = nagios.Core(tmp_path, PLUGIN_DIR, [NAGIOS / "oa-plugins.cfg"], text)
    is_good, told = core.is_accepted()
    assert is_good, told
    assert "Checked 4 services" in told


@pytest.mark.skipif(not all(file.exists() for file in DEBIAN),
                    reason="the configuration of Debian's nagios4-common is not here")
def test_nagios_services_on_debian(tmp_path):
    """The same beside the templates, contacts and commands that the package brings."""
    text = (NAGIOS / "services.cfg.example").read_text()
    files = [*DEBIAN, NAGIOS / "oa-plugins.cfg"]
    is_good, told = nagios.Core(tmp_path, PLUGIN_DIR, files, text, "").is_accepted()
    assert is_good, told
