/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_QUANTITIES_H
#define OA_PLUGINS_FRONT_QUANTITIES_H

/*
 * What is measured: label, unit and meaning of all performance data.  A label means the
 * same in all programs, so that their metrics can stand in one text: a collector of
 * Prometheus refuses a metric of which it reads two descriptions.
 */

#include "common/report/render.h"

/* clang-format off */

/* The run as a whole */
#define OA_PERF_TIME {"time", "s", "the whole run, without what --hold adds to it"}
#define OA_PERF_LOSS {"loss", "%", "share of the tries that failed, with --tries"}
#define OA_PERF_MIN {"time_min", "s", "the fastest of the tries that passed"}
#define OA_PERF_MEDIAN {"time_median", "s", "the middle one of the tries that passed"}
#define OA_PERF_MAX {"time_max", "s", "the slowest of the tries that passed"}

/* The way to the front end */
#define OA_PERF_DNS {"dns_time", "s", "resolving the host name"}
#define OA_PERF_TCP {"tcp_time", "s", "connecting to the front end"}
#define OA_PERF_TLS {"tls_time", "s", "the TLS handshake with the front end"}
#define OA_PERF_HTTP {"http_time", "s", "GET on the RPC path and its answer"}
#define OA_PERF_AUTH \
	{"auth_time", "s", \
		"from the first request of the logon to its acceptance, not to an " \
		"RPC error"}
#define OA_PERF_ECHO {"echo_time", "s", "echo request and its answer"}

/* Certificates and the clock */
#define OA_PERF_DAYS_LEFT \
	{"days_left", "", "days until the first certificate of the path ends"}
#define OA_PERF_LIFETIME_USED \
	{"lifetime_used", "%", "share of that certificate's lifetime that is over"}
#define OA_PERF_PATH_LENGTH \
	{"path_length", "", "certificates in the path, the root among them"}
#define OA_PERF_CLOCK_SKEW \
	{"clock_skew", "s", "difference between the server's clock and this one's"}

/* Schemes */
#define OA_PERF_BASIC {"basic_time", "s", "a logon with Basic"}
#define OA_PERF_NTLM {"ntlm_time", "s", "a logon with NTLM"}
#define OA_PERF_NEGOTIATE {"negotiate_time", "s", "a logon with Negotiate"}

/* The tunnel and what is called through it */
#define OA_PERF_A3 \
	{"a3_time", "s", "from the OUT request to CONN/A3, at the slowest endpoint"}
#define OA_PERF_C2 \
	{"c2_time", "s", "from the IN request to CONN/C2, at the slowest endpoint"}
#define OA_PERF_BIND \
	{"bind_time", "s", "bind and its answer, at the slowest endpoint"}
#define OA_PERF_CALL \
	{"call_time", "s", "the call and its answer, at the slowest endpoint"}
#define OA_PERF_REFERRAL \
	{"referral_time", "s", "asking for names of servers and following them"}
#define OA_PERF_ADDRESSBOOK \
	{"addressbook_time", "s", "opening the address book and looking a name up"}
#define OA_PERF_LOGON {"logon_time", "s", "the logon to the mailbox"}
#define OA_PERF_IDLE_TIMEOUT \
	{"idle_timeout", "s", "after which the server ends an idle tunnel"}
#define OA_PERF_HOLD {"hold_time", "s", "how long the tunnel was kept idle, or lasted"}

/* Beside the tunnel */
#define OA_PERF_BACKEND \
	{"backend_time", "s", "slowest back end, from the connect to its answer"}
#define OA_PERF_AUTODISCOVER \
	{"autodiscover_time", "s", "the answer of autodiscover, with its logon"}
#define OA_PERF_EMSMDB \
	{"emsmdb_time", "s", "PING of the mailbox endpoint and its answer"}
#define OA_PERF_NSPI \
	{"nspi_time", "s", "PING of the address book endpoint and its answer"}
#define OA_PERF_MAPI_CONNECT {"mapi_connect_time", "s", "Connect and its answer"}

/* HttpProxy logs */
#define OA_PERF_REQUESTS \
	{"requests", "", "requests but those that only ask for the logon"}
#define OA_PERF_CHALLENGES {"challenges", "", "answers that ask for the logon"}
#define OA_PERF_ERRORS {"errors", "", "requests that failed"}
#define OA_PERF_HIDDEN_ERRORS \
	{"hidden_errors", "", "those that failed behind the front end alone"}
#define OA_PERF_ERROR_RATIO {"error_ratio", "%", "share of the requests that failed"}
#define OA_PERF_P50 \
	{"p50_time", "s", "time within which half of the requests were over"}
#define OA_PERF_P95 \
	{"p95_time", "s", "time within which 95 % of the requests were over"}
#define OA_PERF_LINES {"lines", "", "requests read, those before the window among them"}
#define OA_PERF_MALFORMED {"malformed", "", "lines that cannot be understood"}

/* clang-format on */

#endif
