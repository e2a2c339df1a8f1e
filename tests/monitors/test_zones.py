"""Two Icinga nodes: the satellite executes a check, the master sees its result."""

import icinga
import icinga_api
import icinga_keys
from lab import Lab
from shipped import ICINGA, PLUGIN_DIR
from subjects import HOST, Subject
from test_icinga import services

MASTER = ("master.example.com", "master")
SATELLITE = ("satellite.example.com", "satellite")
ADDRESS = 'host = "192.0.2.20"'


def zones(port=None):
    """The shipped example, with the satellite where it is in this test."""
    text = (ICINGA / "examples" / "zones.conf.example").read_text()
    assert text.count(ADDRESS) == 1
    # the satellite has no need to know where it is itself
    here = f'host = "127.0.0.1"\n  port = {port}' if port else ""
    return text.replace(ADDRESS, here)


def test_satellite_executes(tmp_path):
    authority = icinga_keys.authority(tmp_path)
    above = icinga.Place(tmp_path / "master", *MASTER, "/nonexistent")
    below = icinga.Place(tmp_path / "satellite", *SATELLITE, PLUGIN_DIR)
    above.prepare()
    with Lab("http-app-pool-stopped") as lab:
        subject = Subject("check_oa", lab)
        above.write("zones.d/satellite/exchange.conf",
                    services([subject], tmp_path, with_commands=False,
                             has_password_file=True))
        above.write("zones.d/global-templates/oa-plugins.conf",
                    (ICINGA / "oa-plugins.conf").read_text())
        with (icinga.running(below, authority, zones()) as satellite,
              icinga.running(above, authority, zones(satellite.port)) as master):
            icinga_api.until(lambda: satellite.service(HOST, subject.name),
                             "the satellite has not got its configuration")
            # it has begun anew for that, and is not connected for a moment
            icinga_api.until(lambda: master.is_connected(SATELLITE[0]),
                             "the satellite is not connected")
            # young as it is, it would not take this from the master
            satellite.check_now(HOST)
            result = master.wait_for(HOST, subject.name)
            objects = [node.service(HOST, subject.name) for node in (master, satellite)]
    assert result["check_source"] == SATELLITE[0]
    assert not subject.complaints(icinga_api.seen(result))
    assert lab.password not in f"{result} {objects}"
