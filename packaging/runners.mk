# SPDX-License-Identifier: GPL-3.0-or-later
# Examples for Icinga, and lines for what runs plugins on other machines.

icingaexamplesdir = $(icingadir)/examples
dist_icingaexamples_DATA = \
	%D%/icinga2/examples/hosts.conf \
	%D%/icinga2/examples/quickstart.conf \
	%D%/icinga2/examples/services.conf \
	%D%/icinga2/examples/zones.conf.example

checkmkdir = $(pkgdatadir)/checkmk
dist_checkmk_DATA = %D%/checkmk/mrpe.cfg
nrpedir = $(pkgdatadir)/nrpe
dist_nrpe_DATA = %D%/nrpe/oa.cfg
