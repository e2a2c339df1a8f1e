# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += \
	%D%/adding-a-check.diff \
	%D%/adding-a-check.md \
	%D%/autodiscover.md \
	%D%/backend.md \
	%D%/benchmarks.md \
	%D%/cases.md \
	%D%/certificates.md \
	%D%/design.md \
	%D%/devices.md \
	%D%/diagnoses.md \
	%D%/diagnoses.py \
	%D%/fuzzing.md \
	%D%/icinga.md \
	%D%/kerberos.md \
	%D%/librenms.md \
	%D%/mapihttp.md \
	%D%/nagios.md \
	%D%/options.md \
	%D%/output.schema.json \
	%D%/packages.md \
	%D%/perfdata.md \
	%D%/prometheus.md \
	%D%/proxylog.md \
	%D%/report.png \
	%D%/security.md \
	%D%/snmp.md \
	%D%/troubleshooting.md \
	%D%/zabbix.md

# The pages that are made from the code and from runs of the programs.
docs: all
	'$(PYTHON)' '$(srcdir)/%D%/diagnoses.py'
	$(AM_TESTS_ENVIRONMENT) OA_WRITE_CASES=1 '$(PYTHON)' -m pytest -q \
		-p no:cacheprovider '$(srcdir)/tests/e2e/test_cases.py'

.PHONY: docs
