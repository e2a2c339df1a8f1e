# SPDX-License-Identifier: GPL-3.0-or-later
# What the daemon wants of the system, and the packages.

# The directories are known to make alone, as one may be below another.
system_files = \
	%D%/apparmor/usr.sbin.oa-agentx \
	%D%/systemd/oa-agentx.service \
	%D%/sysusers/oa-agentx.conf \
	%D%/tmpfiles/oa-agentx.conf
$(system_files): Makefile
	$(AM_V_GEN)$(MKDIR_P) '$(@D)' && sed \
		-e 's|@sbindir[@]|$(sbindir)|g' \
		-e 's|@sysconfdir[@]|$(sysconfdir)|g' \
		-e 's|@localstatedir[@]|$(localstatedir)|g' \
		'$(srcdir)/$@.in' >$@.tmp && mv $@.tmp $@
%D%/apparmor/usr.sbin.oa-agentx: %D%/apparmor/usr.sbin.oa-agentx.in
%D%/systemd/oa-agentx.service: %D%/systemd/oa-agentx.service.in
%D%/sysusers/oa-agentx.conf: %D%/sysusers/oa-agentx.conf.in
%D%/tmpfiles/oa-agentx.conf: %D%/tmpfiles/oa-agentx.conf.in
CLEANFILES += $(system_files)

if INSTALL_APPARMOR
nodist_apparmor_DATA = %D%/apparmor/usr.sbin.oa-agentx
else
if AGENTX
noinst_DATA = %D%/apparmor/usr.sbin.oa-agentx
endif
endif
if INSTALL_UNIT
nodist_systemdsystemunit_DATA = %D%/systemd/oa-agentx.service
endif
if INSTALL_SYSUSERS
nodist_sysusers_DATA = %D%/sysusers/oa-agentx.conf
endif
if INSTALL_TMPFILES
nodist_tmpfiles_DATA = %D%/tmpfiles/oa-agentx.conf
endif

# Examples, for people to copy.
agentexamplesdir = $(pkgdatadir)/agent
if AGENTX
agentexamples_DATA = %D%/oa.ini %D%/snmpd/oa.conf
endif

EXTRA_DIST += \
	%D%/apparmor/usr.sbin.oa-agentx.in \
	%D%/debian \
	%D%/oa.ini \
	%D%/rpm/macros \
	%D%/rpm/oa-plugins.spec.in \
	%D%/rpm/rpmlint.toml \
	%D%/snmpd/oa.conf \
	%D%/systemd/oa-agentx.service.in \
	%D%/sysusers/oa-agentx.conf.in \
	%D%/tmpfiles/oa-agentx.conf.in \
	build-aux/make-deb \
	build-aux/make-rpm \
	build-aux/make-spec

deb: dist
	@$(SHELL) '$(srcdir)/build-aux/make-deb' $(distdir).tar.xz deb
rpm: dist
	@$(SHELL) '$(srcdir)/build-aux/make-rpm' $(distdir).tar.xz rpm
clean-local:
	-rm -rf deb rpm made

.PHONY: deb rpm
