"""What reads the MIB in real life, as packaged: nothing of our own is needed."""

import socket
import subprocess
import urllib.request

import pytest
from programs import (
    MIBS,
    ROOT_OID,
    SOURCE,
    Daemon,
    environment,
    find,
    free_port,
    has_auths,
    need,
    wait_for,
)
from snmpd import Snmpd

CHECK_SNMP = next((path for path in ("/usr/lib/nagios/plugins/check_snmp",
                                     "/usr/lib64/nagios/plugins/check_snmp")
                   if find(path)), None)

# One module by hand, as the generator of snmp_exporter would write it.
EXPORTER = f"""
  walk:
    - {ROOT_OID}.1.1.7
    - {ROOT_OID}.1.4.1
    - {ROOT_OID}.1.3.1.1.2
  metrics:
    - name: oaAgentTargets
      oid: {ROOT_OID}.1.1.7
      type: gauge
    - name: oaProblemStatus
      oid: {ROOT_OID}.1.4.1.1.2
      type: gauge
      indexes:
        - labelname: oaTargetIndex
          type: gauge
        - labelname: oaProbeKind
          type: gauge
      lookups:
        - labels: [oaTargetIndex, oaProbeKind]
          labelname: oaProbeDescr
          oid: {ROOT_OID}.1.3.1.1.2
          type: DisplayString
    - name: oaProblemSince
      oid: {ROOT_OID}.1.4.1.1.6
      type: DateAndTime
      indexes:
        - labelname: oaTargetIndex
          type: gauge
        - labelname: oaProbeKind
          type: gauge
"""


@pytest.fixture
def broken(master, serve):
    """Twenty targets, three of them broken."""
    served = serve(master.agentx)
    served.tell("targets 20")
    served.tell("run 1 20")
    served.tell("run 4 4 tcpConnect 3 tcp-refused mail.lab.test:443 refused")
    served.tell("run 9 9 httpAuth 3 auth-rejected logon refused")
    served.tell("run 17 17 tunnelStore 2 rpc-slow 6001 is slow")
    wait_for(lambda: master.value("1.1.7.0") == "20", "the session")
    return master


def with_module(snmpd):
    """Surroundings in which the module is found."""
    return {**environment(snmpd.directory), "MIBDIRS": f"{SOURCE}/snmp:{MIBS}"}


def check(snmpd, *arguments):
    """Exit status and output of check_snmp."""
    if CHECK_SNMP is None:
        pytest.skip("not installed: check_snmp")
    done = subprocess.run(
        [CHECK_SNMP, "-H", "127.0.0.1", "-p", str(snmpd.port), "-C", "public", "-P",
         "2c", *arguments],
        capture_output=True, text=True, check=False, env=with_module(snmpd))
    return done.returncode, done.stdout


def test_check_snmp(broken):
    status = f"{ROOT_OID}.1.2.1.1.6"
    assert check(broken, "-o", f"{status}.1", "-w", "1:1", "-c", "1:2")[0] == 0
    assert check(broken, "-o", f"{status}.17", "-w", "1:1", "-c", "1:2")[0] == 1
    assert check(broken, "-o", f"{status}.4", "-w", "1:1", "-c", "1:2")[0] == 2
    number, output = check(broken, "-o", f"{ROOT_OID}.1.2.1.1.16.1", "-w", "0:180")
    assert number == 0, output


def test_check_snmp_with_the_module(broken):
    """Values are words then; check_snmp takes the first digits for the value."""
    number, output = check(
        broken, "-m", "OUTLOOK-ANYWHERE-MIB", "-o",
        "OUTLOOK-ANYWHERE-MIB::oaTargetCulprit.17", "-w", "8:8")
    assert number == 0, output


def test_snmptable(broken):
    done = subprocess.run(
        ["snmptable", "-v2c", "-cpublic", "-m", "OUTLOOK-ANYWHERE-MIB", "-Cf", "|",
         "-Ci", f"127.0.0.1:{broken.port}", "oaProblemTable"],
        capture_output=True, text=True, check=True, env=with_module(broken))
    rows = [line.split("|") for line in done.stdout.splitlines() if line.count("|") > 5]
    heads, *rows = rows
    found = {row[heads.index("oaProblemDescr")]: row for row in rows}
    assert set(found) == {"t4/tcpConnect", "t9/httpAuth", "t17/tunnelStore"}
    assert found["t9/httpAuth"][heads.index("oaProblemCode")] == "auth-rejected"
    assert found["t9/httpAuth"][heads.index("oaProblemCause")] == "authRejected"
    assert found["t17/tunnelStore"][heads.index("oaProblemStatus")] == "warning"


def exporter_config():
    """The module in the form that this snmp_exporter reads."""
    if not has_auths(find("prometheus-snmp-exporter")):
        return f"oa:\n  version: 2{EXPORTER}"
    return ("auths:\n  public_v2:\n    version: 2\nmodules:\n  oa:"
            + EXPORTER.replace("\n", "\n  "))


def test_snmp_exporter(broken, tmp_path):
    need("prometheus-snmp-exporter")
    config = tmp_path / "snmp.yml"
    config.write_text(exporter_config(), encoding="ascii")
    exporter = Daemon()
    port = free_port(socket.SOCK_STREAM)
    exporter.process = subprocess.Popen(
        [find("prometheus-snmp-exporter"), f"--config.file={config}",
         f"--web.listen-address=127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
    address = (f"http://127.0.0.1:{port}/snmp?module=oa"
               f"&target=127.0.0.1:{broken.port}")

    def scrape():
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return answer.read().decode()
        except OSError:
            return None

    with exporter:
        text = wait_for(scrape, "a scrape")
    assert "oaAgentTargets 20" in text
    assert ('oaProblemStatus{oaProbeDescr="t9/httpAuth",oaProbeKind="5",'
            'oaTargetIndex="9"} 3') in text
    assert text.count("oaProblemStatus{") == 3
    assert 'oaProblemSince{oaProbeKind="2",oaTargetIndex="4"} 1.' in text


def test_version_3(net_snmp, tmp_path, serve):
    lines = ("createUser nms SHA-256 lab-password AES lab-password",
             f"view oa included .{ROOT_OID}", "rouser nms authpriv -V oa")
    user = ("-v3", "-lauthPriv", "-unms", "-aSHA-256", "-Alab-password", "-xAES",
            "-Xlab-password")
    with Snmpd(tmp_path, lines=lines).start() as snmpd:
        served = serve(snmpd.agentx)
        served.tell("targets 2")
        wait_for(lambda: snmpd.value("1.1.7.0") == "2", "the session")
        name = f"{ROOT_OID}.1.1.7.0"
        assert snmpd.ask("snmpget", name, options=user)[name] == "2"
        assert len(snmpd.ask("snmpbulkwalk", ROOT_OID, options=user)) > 400
        wrong = (*user[:-1], "another-password")
        assert name not in snmpd.ask("snmpget", name, options=wrong, patience=1)
        served.stop()
