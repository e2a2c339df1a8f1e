/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/kind.h"

#include "common/probe/chainpart.h"

#include <string.h>

static const char *const labels[OA_KINDS] = {
	[OA_KIND_NONE] = "none",
	[OA_KIND_DNS] = "nameResolution",
	[OA_KIND_TCP] = "tcpConnect",
	[OA_KIND_TLS] = "tlsHandshake",
	[OA_KIND_HTTP] = "http",
	[OA_KIND_AUTH] = "httpAuth",
	[OA_KIND_PROXY] = "rpcProxy",
	[OA_KIND_BACKEND] = "backEnd",
	[OA_KIND_STORE] = "tunnelStore",
	[OA_KIND_REFERRAL] = "tunnelReferral",
	[OA_KIND_ADDRESSBOOK] = "tunnelAddressBook",
	[OA_KIND_MAILBOX] = "mailbox",
	[OA_KIND_AUTODISCOVER] = "autodiscover",
	[OA_KIND_MAPIHTTP] = "mapiHttp",
	[OA_KIND_HISTORY] = "history",
	[OA_KIND_MONITOR] = "monitor",
};

/* Those behind the proxy depend on the subject. */
static const enum oa_kind of_hop[OA_HOPS] = {
	[OA_HOP_DNS] = OA_KIND_DNS,
	[OA_HOP_TCP] = OA_KIND_TCP,
	[OA_HOP_TLS] = OA_KIND_TLS,
	[OA_HOP_HTTP] = OA_KIND_HTTP,
	[OA_HOP_AUTH] = OA_KIND_AUTH,
	[OA_HOP_PROXY] = OA_KIND_PROXY,
	[OA_HOP_BACKEND] = OA_KIND_BACKEND,
	[OA_HOP_MAILBOX] = OA_KIND_MAILBOX,
	[OA_HOP_AUTODISCOVER] = OA_KIND_AUTODISCOVER,
	[OA_HOP_MAPIHTTP] = OA_KIND_MAPIHTTP,
	[OA_HOP_TIME] = OA_KIND_HISTORY,
	[OA_HOP_MONITOR] = OA_KIND_MONITOR,
};

static enum oa_kind of_branch(unsigned branch)
{
	switch (branch) {
	case OA_PART_BACKEND + 1:
		return OA_KIND_BACKEND;
	case OA_PART_AUTODISCOVER + 1:
		return OA_KIND_AUTODISCOVER;
	case OA_PART_MAPIHTTP + 1:
		return OA_KIND_MAPIHTTP;
	default:
		return OA_KIND_NONE;
	}
}

static enum oa_kind of_endpoint(const char *subject)
{
	if (strncmp(subject, "6002", 4) == 0)
		return OA_KIND_REFERRAL;
	if (strncmp(subject, "6004", 4) == 0)
		return OA_KIND_ADDRESSBOOK;
	return OA_KIND_STORE;
}

enum oa_kind oa_kind_of(const struct oa_step *step)
{
	enum oa_kind kind = OA_KIND_NONE;

	if (step->branch && step->hop < OA_HOP_TIME)
		kind = of_branch(step->branch);
	if (kind == OA_KIND_NONE)
		kind = of_hop[step->hop];
	return kind == OA_KIND_NONE ? of_endpoint(step->subject) : kind;
}

const char *oa_kind_label(enum oa_kind kind)
{
	return labels[kind];
}
