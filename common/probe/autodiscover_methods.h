/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_METHODS_H
#define OA_PROBE_AUTODISCOVER_METHODS_H

/*
 * The methods by which Outlook looks for autodiscover from outside
 * ([MS-OXDSCLI] 3.1.5), in its order, and the redirects on their ways.
 */

#include "common/probe/autodiscover.h"
#include "common/probe/autodiscover_ask.h"
#include "common/probe/autodiscover_live.h"
#include "common/probe/autodiscover_names.h"

#define OA_AD_METHODS 4

/* Redirects in a run, of all kinds together ([MS-OXDSCLI] 3.1.5.2). */
#define OA_AD_REDIRECTS_MAX 10

/* The methods, in their order. */
enum oa_admethod {
	OA_AD_BY_ROOT,     /* https://DOMAIN */
	OA_AD_BY_HOST,     /* https://autodiscover.DOMAIN */
	OA_AD_BY_REDIRECT, /* http://autodiscover.DOMAIN, which redirects */
	OA_AD_BY_SERVICE,  /* SRV record */
};

/* What became of one method. */
struct oa_adway {
	bool is_tried;           /* it has been asked */
	enum oa_adresult result; /* at the end of its redirects */
	enum oa_code code;       /* why, with UNREACHED; else OA_CODE_OK */
	char url[300];           /* where it begins, in short */
	char text[300];          /* what came of it */
	int status;              /* of the last answer, 0 if there was none */
	double seconds;          /* all in all */
};

/* A target of the SRV record that cannot be connected to. */
struct oa_addead {
	char place[280];   /* HOST:PORT */
	enum oa_code code; /* why; OA_CODE_OK if it is no place at all */
	char text[300];    /* the same for people */
};

/* One run. */
struct oa_adrun {
	struct oa_front *front;                     /* borrowed */
	const struct oa_autodiscover_plan *plan;    /* borrowed */
	struct oa_deadline until;                   /* for the methods */
	struct oa_adlive live;                      /* owned */
	struct oa_adnames names;                    /* of the address asked for */
	char address[256];                          /* that is asked for now */
	struct oa_adway way[OA_AD_METHODS];         /* by enum oa_admethod */
	struct oa_addead dead[OA_DNS_SERVICES_MAX]; /* in the order tried */
	size_t dead_count;                          /* used */
	unsigned redirects;                         /* so far */
	bool has_bad;              /* a method had no usable answer: bad is valid */
	enum oa_adfault bad_fault; /* of the first such method */
	char bad_url[1400];        /* of the first such method */
	char bad_text[300];        /* what it said */
	bool is_chosen;            /* a method works, or would work with a logon */
	struct oa_url url;         /* at its end */
	struct oa_adanswer answer; /* its answer */
};

/* Tries the methods until one works, and records a step for each.  Follows redirects
 * of all kinds, that to another address too. */
void oa_admethods_try(struct oa_adrun *run);

#endif
