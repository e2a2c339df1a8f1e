/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/harden.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

void oa_harden(void)
{
	struct rlimit none = {0, 0};

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	(void)signal(SIGPIPE, SIG_IGN);
}
