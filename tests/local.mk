# SPDX-License-Identifier: GPL-3.0-or-later
# Everything that make check runs speaks TAP: unit tests by Check's own log, the
# fuzz corpora and the Python folders by the scripts tests/run-*.

tap_driver = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
AM_TESTS_ENVIRONMENT = \
	OA_SRCDIR='$(abs_srcdir)'; export OA_SRCDIR; \
	OA_BUILDDIR='$(abs_builddir)'; export OA_BUILDDIR; \
	OA_PLUGIN_DIR='$(abs_builddir)/plugins'; export OA_PLUGIN_DIR; \
	PYTHON='$(PYTHON)'; export PYTHON; \
	PYTHON_MISSING='$(PYTHON_MISSING)'; export PYTHON_MISSING; \
	CC='$(CC)'; export CC; \
	NM='$(NM)'; export NM;
LOG_DRIVER = $(tap_driver)
LOG_COMPILER = $(SHELL) $(srcdir)/tests/run-program
TEST_EXTENSIONS = .suite
SUITE_LOG_DRIVER = $(tap_driver)
SUITE_LOG_COMPILER = $(SHELL) $(srcdir)/tests/run-pytest
EXTRA_DIST += %D%/run-program %D%/run-pytest %D%/conftest.py

# Unit tests, one program per module; its only source is the file of its name.
LDADD = plugins/front/libfront.a common/liboa.a $(CHECK_LIBS) $(oa_libs)
unit_tests = \
	%D%/unit/test_adversary \
	%D%/unit/test_announced \
	%D%/unit/test_backend \
	%D%/unit/test_attempt \
	%D%/unit/test_auth \
	%D%/unit/test_bind \
	%D%/unit/test_budget \
	%D%/unit/test_build \
	%D%/unit/test_bytes \
	%D%/unit/test_call \
	%D%/unit/test_cert \
	%D%/unit/test_certfacts \
	%D%/unit/test_certlimit \
	%D%/unit/test_certlook \
	%D%/unit/test_certmemory \
	%D%/unit/test_certnodes \
	%D%/unit/test_certpath \
	%D%/unit/test_challenge \
	%D%/unit/test_client \
	%D%/unit/test_clock \
	%D%/unit/test_connection \
	%D%/unit/test_cookies \
	%D%/unit/test_credentials \
	%D%/unit/test_deadline \
	%D%/unit/test_depth \
	%D%/unit/test_diagnosis \
	%D%/unit/test_dns \
	%D%/unit/test_dnssrv \
	%D%/unit/test_eeinfo \
	%D%/unit/test_emsmdb \
	%D%/unit/test_error \
	%D%/unit/test_facts \
	%D%/unit/test_fingerprint \
	%D%/unit/test_headers \
	%D%/unit/test_help \
	%D%/unit/test_holdback \
	%D%/unit/test_http \
	%D%/unit/test_httpbody \
	%D%/unit/test_html \
	%D%/unit/test_httpreq \
	%D%/unit/test_hide \
	%D%/unit/test_hold \
	%D%/unit/test_hush \
	%D%/unit/test_iface \
	%D%/unit/test_judge_http \
	%D%/unit/test_judge_tls \
	%D%/unit/test_kerberos \
	%D%/unit/test_logon \
	%D%/unit/test_memory \
	%D%/unit/test_mapihttp \
	%D%/unit/test_logons \
	%D%/unit/test_mapiversion \
	%D%/unit/test_mgmt \
	%D%/unit/test_moment \
	%D%/unit/test_ndr \
	%D%/unit/test_network \
	%D%/unit/test_node \
	%D%/unit/test_nspi \
	%D%/unit/test_ntlm \
	%D%/unit/test_ntlmcrypt \
	%D%/unit/test_ntlmseal \
	%D%/unit/test_offers \
	%D%/unit/test_ocsp \
	%D%/unit/test_options \
	%D%/unit/test_outofmemory \
	%D%/unit/test_overdue \
	%D%/unit/test_pace \
	%D%/unit/test_pdu \
	%D%/unit/test_perfdata \
	%D%/unit/test_plainhttp \
	%D%/unit/test_pox \
	%D%/unit/test_poxrequest \
	%D%/unit/test_precedence \
	%D%/unit/test_proxylogcarry \
	%D%/unit/test_proxylogcount \
	%D%/unit/test_proxylogfile \
	%D%/unit/test_proxylogline \
	%D%/unit/test_protection \
	%D%/unit/test_range \
	%D%/unit/test_refusal \
	%D%/unit/test_render \
	%D%/unit/test_report \
	%D%/unit/test_rfr \
	%D%/unit/test_rpcauth \
	%D%/unit/test_rpckerberos \
	%D%/unit/test_rts \
	%D%/unit/test_rtspdu \
	%D%/unit/test_secret \
	%D%/unit/test_seen \
	%D%/unit/test_session \
	%D%/unit/test_settings \
	%D%/unit/test_settle \
	%D%/unit/test_shortbody \
	%D%/unit/test_sides \
	%D%/unit/test_statefile \
	%D%/unit/test_status \
	%D%/unit/test_statuses \
	%D%/unit/test_stream \
	%D%/unit/test_task \
	%D%/unit/test_text \
	%D%/unit/test_tickets \
	%D%/unit/test_tls \
	%D%/unit/test_trial \
	%D%/unit/test_tries \
	%D%/unit/test_trust \
	%D%/unit/test_unreadable \
	%D%/unit/test_untested \
	%D%/unit/test_url \
	%D%/unit/test_utf16 \
	%D%/unit/test_vconn \
	%D%/unit/test_verdict \
	%D%/unit/test_verdict6ba \
	%D%/unit/test_wwwauth \
	%D%/unit/test_xml

# A failing allocator.
%C%_unit_test_outofmemory_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=calloc

noinst_HEADERS += \
	%D%/fuzz/folder.h \
	%D%/fuzz/fuzz.h \
	%D%/fuzz/output.h \
	%D%/unit/hex.h \
	%D%/unit/loopback.h \
	%D%/unit/memsession.h \
	%D%/unit/memstream.h \
	%D%/unit/memtunnel.h \
	%D%/unit/pki.h \
	%D%/unit/results.h \
	%D%/unit/runner.h \
	%D%/unit/scripted.h \
	%D%/unit/stores.h \
	%D%/unit/vectors.h

# Those of the subagent link its library, too.
agent_unit_tests = \
	%D%/unit/test_agentfile \
	%D%/unit/test_column \
	%D%/unit/test_netlog \
	%D%/unit/test_hint \
	%D%/unit/test_log \
	%D%/unit/test_notification \
	%D%/unit/test_oid \
	%D%/unit/test_row \
	%D%/unit/test_socket \
	%D%/unit/test_course \
	%D%/unit/test_drift \
	%D%/unit/test_events \
	%D%/unit/test_flap \
	%D%/unit/test_keep \
	%D%/unit/test_kind \
	%D%/unit/test_notices \
	%D%/unit/test_result \
	%D%/unit/test_store \
	%D%/unit/test_rhythm \
	%D%/unit/test_schedule \
	%D%/unit/test_service \
	%D%/unit/test_starved \
	%D%/unit/test_watch \
	%D%/unit/test_workers
agent_test_libs = snmp/libagent.a plugins/front/libfront.a common/liboa.a \
	$(CHECK_LIBS) $(NETSNMP_LIBS) $(oa_libs)
%C%_unit_test_agentfile_LDADD = $(agent_test_libs)
%C%_unit_test_column_LDADD = $(agent_test_libs)
%C%_unit_test_netlog_LDADD = $(agent_test_libs)
%C%_unit_test_hint_LDADD = $(agent_test_libs)
%C%_unit_test_log_LDADD = $(agent_test_libs)
%C%_unit_test_notification_LDADD = $(agent_test_libs)
%C%_unit_test_oid_LDADD = $(agent_test_libs)
%C%_unit_test_row_LDADD = $(agent_test_libs)
%C%_unit_test_socket_LDADD = $(agent_test_libs)
%C%_unit_test_course_LDADD = $(agent_test_libs)
%C%_unit_test_drift_LDADD = $(agent_test_libs)
%C%_unit_test_events_LDADD = $(agent_test_libs)
%C%_unit_test_flap_LDADD = $(agent_test_libs)
%C%_unit_test_keep_LDADD = $(agent_test_libs)
%C%_unit_test_kind_LDADD = $(agent_test_libs)
%C%_unit_test_notices_LDADD = $(agent_test_libs)
%C%_unit_test_result_LDADD = $(agent_test_libs)
%C%_unit_test_store_LDADD = $(agent_test_libs)
%C%_unit_test_rhythm_LDADD = $(agent_test_libs)
%C%_unit_test_schedule_LDADD = $(agent_test_libs)
%C%_unit_test_service_LDADD = $(agent_test_libs)
%C%_unit_test_starved_LDADD = $(agent_test_libs)
%C%_unit_test_watch_LDADD = $(agent_test_libs)
%C%_unit_test_workers_LDADD = $(agent_test_libs)
%C%_unit_test_result_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=strndup
%C%_unit_test_watch_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc

if HAVE_CHECK
check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)
if AGENTX
check_PROGRAMS += $(agent_unit_tests)
TESTS += $(agent_unit_tests)
endif
else
TESTS += %D%/unit/without-check
endif
EXTRA_DIST += %D%/unit/without-check

# One harness per parser of wire data.  It replays its corpus here, and is a fuzzer
# when configured with --enable-fuzzing.
fuzz_programs = \
	%D%/fuzz/fuzz_cert \
	%D%/fuzz/fuzz_credentials \
	%D%/fuzz/fuzz_dns \
	%D%/fuzz/fuzz_eeinfo \
	%D%/fuzz/fuzz_headers \
	%D%/fuzz/fuzz_http \
	%D%/fuzz/fuzz_kerberos \
	%D%/fuzz/fuzz_limits \
	%D%/fuzz/fuzz_logfile \
	%D%/fuzz/fuzz_mapihttp \
	%D%/fuzz/fuzz_mapi \
	%D%/fuzz/fuzz_ntlm \
	%D%/fuzz/fuzz_ocsp \
	%D%/fuzz/fuzz_options \
	%D%/fuzz/fuzz_pdu \
	%D%/fuzz/fuzz_places \
	%D%/fuzz/fuzz_pox \
	%D%/fuzz/fuzz_proxylog \
	%D%/fuzz/fuzz_report \
	%D%/fuzz/fuzz_rts \
	%D%/fuzz/fuzz_session \
	%D%/fuzz/fuzz_settings \
	%D%/fuzz/fuzz_state \
	%D%/fuzz/fuzz_text \
	%D%/fuzz/fuzz_url \
	%D%/fuzz/fuzz_vconn \
	%D%/fuzz/fuzz_wwwauth
%C%_fuzz_fuzz_cert_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_credentials_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_dns_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_eeinfo_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_headers_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_http_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_kerberos_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_limits_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_logfile_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_mapihttp_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_mapi_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_ntlm_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_ocsp_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_options_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_pdu_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_places_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_pox_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_proxylog_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_report_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_rts_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_session_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_settings_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_state_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_text_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_url_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_vconn_LDADD = $(fuzz_libs)
%C%_fuzz_fuzz_wwwauth_LDADD = $(fuzz_libs)

%C%_fuzz_fuzz_agentfile_LDADD = snmp/libagent.a $(fuzz_libs)
%C%_fuzz_fuzz_keep_LDADD = snmp/libagent.a $(fuzz_libs)
if AGENTX
agent_fuzz_programs = %D%/fuzz/fuzz_agentfile %D%/fuzz/fuzz_keep
endif

check_PROGRAMS += $(fuzz_programs) $(agent_fuzz_programs)
if FUZZING
fuzz_libs = plugins/front/libfront.a common/liboa.a $(oa_libs) $(FUZZ_LDFLAGS)
else
check_LIBRARIES += %D%/fuzz/libreplay.a
fuzz_libs = %D%/fuzz/libreplay.a plugins/front/libfront.a common/liboa.a $(oa_libs)
TESTS += $(fuzz_programs) $(agent_fuzz_programs)
endif
%C%_fuzz_libreplay_a_SOURCES = %D%/fuzz/replay.c
EXTRA_DIST += %D%/fuzz/corpus %D%/fuzz/dict %D%/fuzz/engine.py \
	%D%/fuzz/figures.py %D%/fuzz/parsers.py %D%/fuzz/run.py

# Every parser under the fuzzer, for TIME seconds of CPU each; FUZZ names some of them.
if FUZZING
fuzz: $(fuzz_programs) $(agent_fuzz_programs)
	@'$(PYTHON)' -B '$(srcdir)/%D%/fuzz/run.py' --build . --time "$${TIME:-60}" $$FUZZ

# Takes into the source tree what reaches code that no seed has reached.
fuzz-merge: $(fuzz_programs) $(agent_fuzz_programs)
	@'$(PYTHON)' -B '$(srcdir)/%D%/fuzz/run.py' --build . --merge $$FUZZ
else
fuzz fuzz-merge:
	@echo 'configure CC=clang --enable-fuzzing --enable-sanitizers, in a directory' \
		'of its own' >&2; exit 1
endif
.PHONY: fuzz fuzz-merge

# Folders of Python tests.  The file FOLDER.suite says what a folder is about.
suites = \
	%D%/structure.suite \
	%D%/bench.suite \
	%D%/cli.suite \
	%D%/e2e.suite \
	%D%/clients.suite \
	%D%/lab.suite \
	%D%/lint.suite \
	%D%/monitors.suite \
	%D%/packages.suite \
	%D%/real.suite \
	%D%/snmp.suite \
	%D%/templates.suite \
	%D%/trust.suite
TESTS += $(suites)

# A program without a check, for the tests of the command line.
check_PROGRAMS += %D%/cli/check_dummy
%C%_cli_check_dummy_LDADD = $(plugin_libs)

# A client of drsuapi, for the tests with a real domain controller.
check_PROGRAMS += %D%/real/drsuapi
%C%_real_drsuapi_LDADD = common/liboa.a $(oa_libs)
EXTRA_DIST += $(suites) \
	%D%/structure %D%/cli %D%/e2e %D%/clients %D%/lab %D%/lint \
	%D%/monitors \
	%D%/packages %D%/real %D%/snmp %D%/templates %D%/trust

# Makes one allocation fail, preloaded; where the C library is another one, there is no
# such thing, and its tests are skipped.
failalloc = %D%/trust/failalloc.so
stackmark = %D%/snmp/stackmark.so
check_DATA = $(failalloc) $(stackmark)
CLEANFILES += $(failalloc) $(stackmark)
$(failalloc): $(srcdir)/%D%/trust/failalloc.c
	@$(MKDIR_P) %D%/trust
	$(AM_V_CC)$(CC) $(STD_CFLAGS) -D_GNU_SOURCE -O1 -fPIC -shared -o $@ \
		'$(srcdir)/%D%/trust/failalloc.c' || echo 'no $@ here'

# Tells how deep the stacks of threads became, in the same way.
$(stackmark): $(srcdir)/%D%/snmp/stackmark.c
	@$(MKDIR_P) %D%/snmp
	$(AM_V_CC)$(CC) $(STD_CFLAGS) -D_GNU_SOURCE -O1 -fPIC -shared -o $@ \
		'$(srcdir)/%D%/snmp/stackmark.c' || echo 'no $@ here'

# The subagent on a store that tests fill.
if AGENTX
check_PROGRAMS += %D%/snmp/serve
endif
%C%_snmp_serve_SOURCES = %D%/snmp/runs.c %D%/snmp/runs.h %D%/snmp/serve.c
%C%_snmp_serve_LDADD = snmp/libagent.a common/liboa.a $(NETSNMP_LIBS) $(oa_libs)

# Restarts of the master agent by the hundred: minutes.
snmp-soak: all %D%/snmp/serve
	@$(AM_TESTS_ENVIRONMENT) '$(PYTHON)' -B '$(srcdir)/%D%/snmp/soak.py' $(OA_SOAK)

# The subagent at intervals of a second with faults by seed: an hour.  OA_SOAK_KEEP
# names a new directory for the record.
agent-soak: all %D%/load/responder
	@$(AM_TESTS_ENVIRONMENT) '$(PYTHON)' -B '$(srcdir)/%D%/snmp/hour/soak_agent.py' \
		$${TIME:-3600} $${SEED:-1} $${TARGETS:-36}

# Pictures of the HTML page, for people.
CLEANFILES += html/*.png html/*.pdf

# Many front ends on one port, and the checks alone, for loads that the laboratory
# cannot carry.
load_programs = %D%/load/responder %D%/load/visitor
check_PROGRAMS += $(load_programs)
%C%_load_responder_SOURCES = \
	%D%/load/faults.c %D%/load/faults.h \
	%D%/load/front.c %D%/load/front.h \
	%D%/load/link.c %D%/load/link.h \
	%D%/load/names.c %D%/load/names.h \
	%D%/load/responder.c \
	%D%/load/runs.c %D%/load/runs.h \
	%D%/load/site.h \
	%D%/load/tunnel.c %D%/load/tunnel.h
%C%_load_responder_LDADD = $(OPENSSL_LIBS)
%C%_load_visitor_LDADD = $(plugin_libs)
EXTRA_DIST += \
	%D%/load/agent.py \
	%D%/load/load.py \
	%D%/load/master.py \
	%D%/load/snmpwire.py

# Measured limits, and what they are held against.  bench-keep writes the counts of
# instructions to which later runs are compared.
bench_programs = $(load_programs) %D%/bench/handshakes
check_PROGRAMS += %D%/bench/handshakes
%C%_bench_handshakes_LDADD = common/liboa.a $(OPENSSL_LIBS)
countalloc = %D%/bench/countalloc.so
check_DATA += $(countalloc)
CLEANFILES += $(countalloc)
$(countalloc): $(srcdir)/%D%/bench/countalloc.c
	@$(MKDIR_P) %D%/bench
	$(AM_V_CC)$(CC) $(STD_CFLAGS) -D_GNU_SOURCE -O1 -fPIC -shared -o $@ \
		'$(srcdir)/%D%/bench/countalloc.c' || echo 'no $@ here'
EXTRA_DIST += %D%/bench %D%/compare
bench: all $(bench_programs) $(countalloc)
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) '$(srcdir)/tests/bench/run'
bench-keep: all
	@$(AM_TESTS_ENVIRONMENT) '$(PYTHON)' -B \
		'$(srcdir)/%D%/bench/bench_instructions.py' --keep

# Every field of every PDU of a server wrong in turn, more than ten thousand runs.
adversary: all
	@$(AM_TESTS_ENVIRONMENT) \
	OA_ADVERSARY=1; export OA_ADVERSARY; \
	OA_PYTEST_ARGS='-rA -k test_mutations'; export OA_PYTEST_ARGS; \
	$(SHELL) '$(srcdir)/tests/run-pytest' e2e.suite && \
	grep 'complaints$$' tests/e2e.pytest

# What a whole matrix says at its end.
told_by_matrix = grep -E '^(in all|[a-z0-9_-]+): [0-9]+ runs, ' tests/trust.pytest

# Every program with every fault at every phase: thousands of runs.  OA_MATRIX_CASE
# takes one of them, OA_MATRIX_SEED other random bytes.
faultmatrix: all
	@$(AM_TESTS_ENVIRONMENT) \
	OA_MATRIX=1; export OA_MATRIX; \
	OA_PYTEST_ARGS='-rA -k test_matrix'; export OA_PYTEST_ARGS; \
	$(SHELL) '$(srcdir)/tests/run-pytest' trust.suite && \
	$(told_by_matrix) && \
	echo "one again: OA_MATRIX_SEED=1 OA_MATRIX_CASE='tunnel:C2@1/cut-13' make faultmatrix" && \
	grep -q '^in all: .* 0 failures' tests/trust.pytest

# Every allocation of a good run fails in turn.  OA_ALLOC_CASE takes one of them.
allocmatrix: all $(failalloc)
	@$(AM_TESTS_ENVIRONMENT) \
	OA_ALLOC=1; export OA_ALLOC; \
	OA_PYTEST_ARGS='-rA -k test_alloc'; export OA_PYTEST_ARGS; \
	$(SHELL) '$(srcdir)/tests/run-pytest' trust.suite && \
	$(told_by_matrix) && \
	echo "one again: OA_ALLOC_CASE='PROGRAM:ORIGIN' make allocmatrix" && \
	grep -q '^in all: .* 0 failures' tests/trust.pytest

# Idle tunnels through devices with the time-outs that their packages ship: minutes.
hold-check: all
	@$(AM_TESTS_ENVIRONMENT) \
	OA_HOLD_CHECK=1; export OA_HOLD_CHECK; \
	OA_PYTEST_ARGS='-rA -k test_hold'; export OA_PYTEST_ARGS; \
	$(SHELL) '$(srcdir)/tests/run-pytest' real.suite && \
	grep '^\[.*s)$$' tests/real.pytest

# The Debian packages in a bare Debian made by debootstrap: minutes, as root.
package-check: all
	@$(AM_TESTS_ENVIRONMENT) \
	OA_PACKAGE_CHECK=1; export OA_PACKAGE_CHECK; \
	OA_PYTEST_ARGS='-rA'; export OA_PYTEST_ARGS; \
	$(SHELL) '$(srcdir)/tests/run-pytest' packages.suite

valgrind-check: all $(check_PROGRAMS)
	@VALGRIND='$(VALGRIND)' $(SHELL) '$(srcdir)/build-aux/valgrind-check' \
		$(unit_tests) $(agent_unit_tests)

.PHONY: adversary agent-soak allocmatrix bench bench-keep faultmatrix hold-check snmp-soak package-check valgrind-check
