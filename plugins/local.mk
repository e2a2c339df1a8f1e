# SPDX-License-Identifier: GPL-3.0-or-later
# The programs.  Each is its own file and the three lines that name it here.

noinst_LIBRARIES += %D%/front/libfront.a
%C%_front_libfront_a_SOURCES = \
	%D%/front/arguments.c \
	%D%/front/chain.c \
	%D%/front/chain.h \
	%D%/front/common_options.c \
	%D%/front/conceal.c \
	%D%/front/conceal.h \
	%D%/front/credentials.c \
	%D%/front/credentials.h \
	%D%/front/dump.c \
	%D%/front/dump.h \
	%D%/front/extra_opts.c \
	%D%/front/extra_opts.h \
	%D%/front/file.c \
	%D%/front/file.h \
	%D%/front/harden.c \
	%D%/front/harden.h \
	%D%/front/help.c \
	%D%/front/help.h \
	%D%/front/labels.c \
	%D%/front/labels.h \
	%D%/front/main.c \
	%D%/front/options.c \
	%D%/front/options.h \
	%D%/front/output.c \
	%D%/front/output.h \
	%D%/front/page.c \
	%D%/front/page.h \
	%D%/front/places.c \
	%D%/front/places.h \
	%D%/front/program.h \
	%D%/front/quantities.h \
	%D%/front/progress.c \
	%D%/front/progress.h \
	%D%/front/repeat.c \
	%D%/front/repeat.h \
	%D%/front/run.c \
	%D%/front/run.h \
	%D%/front/section.c \
	%D%/front/section.h \
	%D%/front/settle.c \
	%D%/front/settle.h \
	%D%/front/setup.c \
	%D%/front/setup.h \
	%D%/front/target_options.c \
	%D%/front/thresholds.c \
	%D%/front/thresholds.h \
	%D%/front/version.h \
	%D%/front/watchdog.c \
	%D%/front/watchdog.h

plugin_libs = %D%/front/libfront.a common/liboa.a $(oa_libs)

plugin_PROGRAMS += %D%/check_oa
%C%_check_oa_LDADD = $(plugin_libs)
dist_man_MANS += docs/man/check_oa.1

plugin_PROGRAMS += %D%/check_oa_auth
%C%_check_oa_auth_LDADD = $(plugin_libs)
dist_man_MANS += docs/man/check_oa_auth.1

plugin_PROGRAMS += %D%/check_oa_autodiscover
%C%_check_oa_autodiscover_LDADD = $(plugin_libs)
dist_man_MANS += docs/man/check_oa_autodiscover.1

plugin_PROGRAMS += %D%/check_oa_backend
%C%_check_oa_backend_LDADD = $(plugin_libs)
dist_man_MANS += docs/man/check_oa_backend.1

plugin_PROGRAMS += %D%/check_oa_cert
%C%_check_oa_cert_LDADD = $(plugin_libs)
dist_man_MANS += docs/man/check_oa_cert.1

plugin_PROGRAMS += %D%/check_oa_mapihttp
%C%_check_oa_mapihttp_LDADD = $(plugin_libs)
dist_man_MANS += docs/man/check_oa_mapihttp.1

plugin_PROGRAMS += %D%/check_oa_proxylog
%C%_check_oa_proxylog_LDADD = $(plugin_libs)
dist_man_MANS += docs/man/check_oa_proxylog.1

plugin_PROGRAMS += %D%/check_oa_rpcproxy
%C%_check_oa_rpcproxy_LDADD = $(plugin_libs)
dist_man_MANS += docs/man/check_oa_rpcproxy.1

plugin_PROGRAMS += %D%/check_oa_tunnel
%C%_check_oa_tunnel_LDADD = $(plugin_libs)
dist_man_MANS += docs/man/check_oa_tunnel.1
