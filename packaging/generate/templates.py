"""What other monitoring systems load: Zabbix, LibreNMS, the SNMP exporter of
Prometheus, Grafana."""

import exporter
import grafana
import grafana_influx
import grafana_prometheus
import librenms
import mib as mibs
import zabbix_external
import zabbix_snmp

MIB = "snmp/OUTLOOK-ANYWHERE-MIB.txt"


def texts(checks, root):
    """Mapping of paths to contents; what wants the MIB is left out without it."""
    found = {}
    if any(item.name == grafana.CHAIN for item in checks):
        found |= {
            "packaging/grafana/prometheus.json": grafana_prometheus.text(checks),
            "packaging/grafana/influxdb.json": grafana_influx.text(checks),
        }
    if (root / MIB).exists():
        found |= from_mib(mibs.load(root / MIB))
    return found


def from_mib(mib):
    """What asks the agent."""
    return {
        "packaging/zabbix/oa-snmp.yaml": zabbix_snmp.text(mib),
        "packaging/zabbix/oa-external.yaml": zabbix_external.text(mib),
        f"packaging/librenms/os_detection/{librenms.OS}.yaml":
            librenms.recognition(mib),
        f"packaging/librenms/os_discovery/{librenms.OS}.yaml": librenms.sensors(mib),
        "packaging/prometheus/generator.yml": exporter.text(mib),
    }
