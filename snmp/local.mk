# SPDX-License-Identifier: GPL-3.0-or-later
# The subagent, see AGENTX in configure.ac.  All but its main() is a library, for the
# tests.

if AGENTX
noinst_LIBRARIES += %D%/libagent.a
%C%_libagent_a_CPPFLAGS = $(AM_CPPFLAGS) \
	-DOA_CONFIG_FILE='"$(sysconfdir)/oa/oa.ini"' \
	-DOA_STATE_DIR='"$(localstatedir)/lib/oa-agentx"' \
	$(NETSNMP_CFLAGS)
%C%_libagent_a_SOURCES = \
	$(agent_engine_sources) \
	$(agent_net_sources) \
	$(agent_state_sources)

sbin_PROGRAMS += %D%/oa-agentx
%C%_oa_agentx_SOURCES = %D%/oa_agentx.c
%C%_oa_agentx_LDADD = %D%/libagent.a plugins/front/libfront.a common/liboa.a \
	$(NETSNMP_LIBS) $(oa_libs)
endif

# What a master agent is served.
agent_net_sources = \
	%D%/cell.c \
	%D%/cell.h \
	%D%/column.c \
	%D%/column.h \
	%D%/dump.c \
	%D%/dump.h \
	%D%/handler.c \
	%D%/handler.h \
	%D%/master.c \
	%D%/master.h \
	%D%/mibgroups.c \
	%D%/mibobjects.c \
	%D%/mibtext.c \
	%D%/mibtext.h \
	%D%/mibtypes.c \
	%D%/mibwrite.c \
	%D%/mibwrite.h \
	%D%/netlog.c \
	%D%/netlog.h \
	%D%/notification.c \
	%D%/notification.h \
	%D%/probe_row.c \
	%D%/probe_row.h \
	%D%/row.c \
	%D%/row.h \
	%D%/socket.c \
	%D%/socket.h \
	%D%/subagent.c \
	%D%/subagent.h \
	%D%/table.c \
	%D%/table.h \
	%D%/table_agent.c \
	%D%/table_cert.c \
	%D%/table_endpoint.c \
	%D%/table_event.c \
	%D%/table_probe.c \
	%D%/table_problem.c \
	%D%/table_target.c \
	%D%/tables.c \
	%D%/tables.h \
	%D%/traps.c \
	%D%/traps.h

# What is known of the targets.
agent_state_sources = \
	%D%/course.c \
	%D%/course.h \
	%D%/coursecert.c \
	%D%/coursecert.h \
	%D%/coursechange.c \
	%D%/coursechange.h \
	%D%/coursecount.c \
	%D%/coursecount.h \
	%D%/courseends.c \
	%D%/courseends.h \
	%D%/courserefusal.c \
	%D%/courserefusal.h \
	%D%/courserun.c \
	%D%/courserun.h \
	%D%/coursewear.c \
	%D%/coursewear.h \
	%D%/cut.c \
	%D%/cut.h \
	%D%/drift.c \
	%D%/drift.h \
	%D%/events.c \
	%D%/events.h \
	%D%/fields.c \
	%D%/fields.h \
	%D%/flap.c \
	%D%/flap.h \
	%D%/health.c \
	%D%/health.h \
	%D%/hint.c \
	%D%/hint.h \
	%D%/keep.c \
	%D%/keep.h \
	%D%/keepcourse.c \
	%D%/keepcourse.h \
	%D%/keepends.c \
	%D%/keepends.h \
	%D%/keepevent.c \
	%D%/keepevent.h \
	%D%/keepfield.c \
	%D%/keepfield.h \
	%D%/keepread.c \
	%D%/keepread.h \
	%D%/keepwrite.c \
	%D%/keepwrite.h \
	%D%/kind.c \
	%D%/kind.h \
	%D%/notices.c \
	%D%/notices.h \
	%D%/result.c \
	%D%/result.h \
	%D%/resultseen.c \
	%D%/resultseen.h \
	%D%/resulttake.c \
	%D%/resulttake.h \
	%D%/status.c \
	%D%/status.h \
	%D%/store.c \
	%D%/store.h \
	%D%/storeconfig.c \
	%D%/storenews.c \
	%D%/storenews.h \
	%D%/storerecord.c \
	%D%/storerecord.h

# What runs the checks of the targets.
agent_engine_sources = \
	%D%/agent.c \
	%D%/agent.h \
	%D%/agent_options.c \
	%D%/agent_options.h \
	%D%/agentfile.c \
	%D%/agentfile.h \
	%D%/agentstart.c \
	%D%/agentstart.h \
	%D%/agentwatch.c \
	%D%/agentwatch.h \
	%D%/apply.c \
	%D%/apply.h \
	%D%/command.c \
	%D%/command.h \
	%D%/lag.c \
	%D%/lag.h \
	%D%/log.c \
	%D%/log.h \
	%D%/oid.c \
	%D%/oid.h \
	%D%/once.c \
	%D%/once.h \
	%D%/process.c \
	%D%/process.h \
	%D%/rhythm.c \
	%D%/rhythm.h \
	%D%/schedule.c \
	%D%/schedule.h \
	%D%/scheduleset.c \
	%D%/sections.c \
	%D%/sections.h \
	%D%/service.c \
	%D%/service.h \
	%D%/slots.c \
	%D%/slots.h \
	%D%/starved.c \
	%D%/starved.h \
	%D%/trusts.c \
	%D%/trusts.h \
	%D%/watch.c \
	%D%/watch.h \
	%D%/workers.c \
	%D%/workers.h

# The module, as the program itself writes it; a test compares them.
EXTRA_DIST += %D%/OUTLOOK-ANYWHERE-MIB.txt
if AGENTX
if OWN_OID_ROOT
mib_DATA = %D%/own-root/OUTLOOK-ANYWHERE-MIB.txt
CLEANFILES += %D%/own-root/OUTLOOK-ANYWHERE-MIB.txt
%D%/own-root/OUTLOOK-ANYWHERE-MIB.txt: %D%/oa-agentx$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D%/own-root && %D%/oa-agentx$(EXEEXT) --mib >$@
else
mib_DATA = %D%/OUTLOOK-ANYWHERE-MIB.txt
endif
endif

mib: %D%/oa-agentx$(EXEEXT)
	%D%/oa-agentx$(EXEEXT) --mib >'$(srcdir)/%D%/OUTLOOK-ANYWHERE-MIB.txt'

.PHONY: mib
