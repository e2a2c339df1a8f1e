/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/tickets.h"

#ifdef HAVE_GSSAPI

#include "common/base/task.h"
#include "common/net/ticketwork.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct oa_tickets {
	struct oa_ticket_work work; /* the thread's while a task lasts */
	int result;                 /* of the last task */
};

static void work_on_start(void *data)
{
	struct oa_tickets *tickets = data;

	tickets->result = oa_ticket_work_start(&tickets->work);
}

static void work_on_fetch(void *data)
{
	struct oa_tickets *tickets = data;

	tickets->result = oa_ticket_work_fetch(&tickets->work);
}

static void release(void *data)
{
	oa_tickets_free(data);
}

/* Does the work in time, or loses the tickets. */
static int do_task(struct oa_tickets **tickets, void (*work)(void *data),
	struct oa_deadline until, struct oa_error *err)
{
	const struct oa_task task = {
		.work = work, .release = release, .data = *tickets};
	int64_t start_us = oa_now_us();
	struct oa_error error = {0};

	if (oa_task_do(&task, until, &error) < 0) {
		if (error.layer != OA_LAYER_TIMEOUT)
			return oa_fail(
				err, error.layer, error.number, "%s", error.text);
		*tickets = NULL;
		return oa_fail(err, OA_LAYER_KERBEROS, OA_TICKETS_NO_KDC,
			"no answer of a KDC within %.1f s", oa_seconds_since(start_us));
	}
	if ((*tickets)->result < 0 && err)
		*err = (*tickets)->work.error;
	return (*tickets)->result;
}

static int copy_text(const char *text, char **ret_copy)
{
	if (!text)
		return 0;
	*ret_copy = strdup(text);
	return *ret_copy ? 0 : -1;
}

static struct oa_tickets *make(const struct oa_tickets_source *source)
{
	struct oa_tickets *tickets = calloc(1, sizeof(*tickets));
	const struct oa_secret *password = source->password;

	if (!tickets)
		return NULL;
	snprintf(tickets->work.user, sizeof(tickets->work.user), "%s",
		source->user ? source->user : "");
	if (copy_text(source->keytab, &tickets->work.keytab) == 0 &&
		copy_text(source->ccache, &tickets->work.ccache) == 0 &&
		(!password || !oa_secret_given(password) ||
			oa_secret_set(&tickets->work.password, password->bytes,
				password->len) == 0))
		return tickets;
	oa_tickets_free(tickets);
	return NULL;
}

int oa_tickets_get(const struct oa_tickets_source *source, struct oa_deadline until,
	struct oa_tickets **ret_tickets, struct oa_error *err)
{
	struct oa_tickets *tickets = make(source);

	if (!tickets)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	if (do_task(&tickets, work_on_start, until, err) < 0) {
		oa_tickets_free(tickets);
		return -1;
	}
	oa_secret_free(&tickets->work.password);
	*ret_tickets = tickets;
	return 0;
}

int oa_tickets_fetch(struct oa_tickets **tickets, const char *spn,
	struct oa_deadline until, char ret_service[OA_PRINCIPAL_MAX],
	struct oa_error *err)
{
	snprintf((*tickets)->work.spn, sizeof((*tickets)->work.spn), "%s", spn);
	if (do_task(tickets, work_on_fetch, until, err) < 0)
		return -1;
	snprintf(ret_service, OA_PRINCIPAL_MAX, "%s", (*tickets)->work.service);
	return 0;
}

const char *oa_tickets_cache(const struct oa_tickets *tickets)
{
	return tickets->work.cache_name;
}

const char *oa_tickets_user(const struct oa_tickets *tickets)
{
	return tickets->work.user;
}

void oa_tickets_free(struct oa_tickets *tickets)
{
	if (!tickets)
		return;
	oa_ticket_work_free(&tickets->work);
	free(tickets);
}

#endif
