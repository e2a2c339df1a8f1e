# SPDX-License-Identifier: GPL-3.0-or-later
# The programs.  Each is its own file and the two lines that name it here.

noinst_LIBRARIES += %D%/front/libfront.a
%C%_front_libfront_a_SOURCES = \
	%D%/front/arguments.c \
	%D%/front/common_options.c \
	%D%/front/credentials.c \
	%D%/front/credentials.h \
	%D%/front/dump.c \
	%D%/front/dump.h \
	%D%/front/extra_opts.c \
	%D%/front/extra_opts.h \
	%D%/front/file.c \
	%D%/front/file.h \
	%D%/front/help.c \
	%D%/front/help.h \
	%D%/front/main.c \
	%D%/front/options.c \
	%D%/front/options.h \
	%D%/front/output.c \
	%D%/front/output.h \
	%D%/front/program.h \
	%D%/front/settle.c \
	%D%/front/settle.h \
	%D%/front/thresholds.c \
	%D%/front/thresholds.h \
	%D%/front/version.h \
	%D%/front/watchdog.c \
	%D%/front/watchdog.h

plugin_libs = %D%/front/libfront.a common/liboa.a $(oa_libs)

plugin_PROGRAMS += %D%/check_oa_auth
%C%_check_oa_auth_LDADD = $(plugin_libs)

plugin_PROGRAMS += %D%/check_oa_cert
%C%_check_oa_cert_LDADD = $(plugin_libs)

plugin_PROGRAMS += %D%/check_oa_rpcproxy
%C%_check_oa_rpcproxy_LDADD = $(plugin_libs)

plugin_PROGRAMS += %D%/check_oa_tunnel
%C%_check_oa_tunnel_LDADD = $(plugin_libs)
