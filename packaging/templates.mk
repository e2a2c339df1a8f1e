# SPDX-License-Identifier: GPL-3.0-or-later
# What other monitoring systems load; docs/zabbix.md, docs/librenms.md and
# docs/prometheus.md say where it goes.

zabbixdir = $(pkgdatadir)/zabbix
dist_zabbix_DATA = \
	%D%/zabbix/oa-external.yaml \
	%D%/zabbix/oa-snmp.yaml

librenmsosdir = $(pkgdatadir)/librenms/os_detection
dist_librenmsos_DATA = %D%/librenms/os_detection/oa-agentx.yaml
librenmssensorsdir = $(pkgdatadir)/librenms/os_discovery
dist_librenmssensors_DATA = %D%/librenms/os_discovery/oa-agentx.yaml

grafanadir = $(pkgdatadir)/grafana
dist_grafana_DATA = \
	%D%/grafana/influxdb.json \
	%D%/grafana/prometheus.json

nsclientdir = $(pkgdatadir)/nsclient
dist_nsclient_DATA = %D%/nsclient/oa.ini

prometheusdir = $(pkgdatadir)/prometheus
dist_prometheus_DATA = \
	%D%/prometheus/generator.yml \
	%D%/prometheus/oa.rules.yml \
	%D%/prometheus/oa-textfile@.timer \
	%D%/prometheus/snmp-0.22.yml \
	%D%/prometheus/snmp.yml
nodist_prometheus_DATA = %D%/prometheus/oa-textfile@.service
nodist_prometheus_SCRIPTS = %D%/prometheus/oa-textfile

textfile_files = $(nodist_prometheus_DATA) $(nodist_prometheus_SCRIPTS)
$(textfile_files): Makefile
	$(AM_V_GEN)$(MKDIR_P) '$(@D)' && sed \
		-e 's|@pkgdatadir[@]|$(pkgdatadir)|g' \
		-e 's|@plugindir[@]|$(plugindir)|g' \
		-e 's|@sysconfdir[@]|$(sysconfdir)|g' \
		'$(srcdir)/$@.in' >$@.tmp && chmod +x $@.tmp && mv $@.tmp $@
%D%/prometheus/oa-textfile: %D%/prometheus/oa-textfile.in
%D%/prometheus/oa-textfile@.service: %D%/prometheus/oa-textfile@.service.in
CLEANFILES += $(textfile_files)
EXTRA_DIST += \
	%D%/prometheus/oa-textfile.in \
	%D%/prometheus/oa-textfile@.service.in

# Wants the generator of snmp_exporter.
exporter-config: definitions
	'$(PYTHON)' -B '$(srcdir)/%D%/generate/exporter_config.py'

.PHONY: exporter-config
