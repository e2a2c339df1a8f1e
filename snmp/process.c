/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/process.h"

#include "plugins/front/harden.h"

#include <curl/curl.h>
#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>

/* Workers were measured to touch 136 kB, branches of the chain 64 kB, and threads that
 * get Kerberos tickets 24 kB; tests/snmp/stacks.py asks that it stays below a quarter.
 * The rest is for what a name service of the system may want, and costs addresses only:
 * the default of 8 MB would be 4 GB of them for 512 workers, which limits forbid. */
#define STACK_BYTES (1024 * 1024)

/* Descriptors of one check: two channels of a tunnel, the branches beside it with two
 * connections each, and the sockets of the resolver. */
#define FILES_PER_RUN  8
#define FILES_OF_AGENT 64

static int bound_stacks(struct oa_error *err)
{
	pthread_attr_t attributes;
	int status;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	status = pthread_setattr_default_np(&attributes);
	pthread_attr_destroy(&attributes);
	return status ? oa_fail(err, OA_LAYER_SYSTEM, status, "stacks of threads: %s",
				strerror(status))
		      : 0;
}

int oa_process_init(struct oa_error *err)
{
	oa_harden();
	/* For names outside ASCII; numbers must stay as the C locale writes them. */
	(void)setlocale(LC_CTYPE, "");
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return oa_fail(err, OA_LAYER_SYSTEM, 0, "libcurl does not start");
	return bound_stacks(err);
}

int oa_process_allow_files(long workers, struct oa_error *err)
{
	rlim_t wanted = (rlim_t)workers * FILES_PER_RUN + FILES_OF_AGENT;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return oa_fail(
			err, OA_LAYER_SYSTEM, errno, "open files: %s", strerror(errno));
	if (limit.rlim_cur >= wanted)
		return 0;
	limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur >= wanted)
		return 0;
	return oa_fail(err, OA_LAYER_SYSTEM, EMFILE,
		"%ld workers may need %ld open files, and %ld are allowed", workers,
		(long)wanted, (long)limit.rlim_cur);
}
