# SPDX-License-Identifier: GPL-3.0-or-later
# What is made from the descriptors of the programs: manual pages, completion, command
# definitions, tables.  It lies in the source tree, so that nobody needs Python to build;
# tests/cli/test_definitions.py tells when it is out of date.

dist_man_MANS += \
	docs/man/oa-plugins.7 \
	docs/man/oa.ini.5
if AGENTX
dist_man_MANS += docs/man/oa-agentx.8
endif

# bash-completion looks for a file with the name of the program, zsh for one in a
# directory of its path.
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = %D%/completion/_oa-plugins

icingadir = $(pkgdatadir)/icinga2
dist_icinga_DATA = \
	%D%/icinga2/director-basket.json \
	%D%/icinga2/oa-plugins.conf
nagiosdir = $(pkgdatadir)/nagios
dist_nagios_DATA = \
	%D%/nagios/oa-plugins.cfg \
	%D%/nagios/services.cfg.example

install-data-hook:
	$(MKDIR_P) '$(DESTDIR)$(bashcompletiondir)'
	$(INSTALL_DATA) '$(srcdir)/%D%/completion/oa-plugins.bash' \
		'$(DESTDIR)$(bashcompletiondir)/check_oa'
	cd '$(DESTDIR)$(bashcompletiondir)' && \
	for program in $(plugin_PROGRAMS); do \
		name=`basename "$$program" '$(EXEEXT)'`; \
		test "$$name" = check_oa || \
			{ rm -f "$$name" && $(LN_S) check_oa "$$name"; } || exit 1; \
	done

uninstall-hook:
	cd '$(DESTDIR)$(bashcompletiondir)' && \
	for program in $(plugin_PROGRAMS); do \
		rm -f "`basename "$$program" '$(EXEEXT)'`"; \
	done

definitions: $(plugin_PROGRAMS) $(sbin_PROGRAMS)
	'$(PYTHON)' -B '$(srcdir)/%D%/generate/definitions.py' \
		$(plugin_PROGRAMS) $(sbin_PROGRAMS)

.PHONY: definitions

EXTRA_DIST += \
	%D%/completion/oa-plugins.bash \
	%D%/generate \
	docs/man/prose
