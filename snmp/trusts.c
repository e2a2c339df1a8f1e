/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/trusts.h"

#include "common/net/trust.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_for(
	const struct oa_trusts_item *item, const struct oa_tls_settings *settings)
{
	return is_same(item->ca_file, settings->ca_file) &&
	       is_same(item->ca_dir, settings->ca_dir) &&
	       item->ca_only == settings->ca_only;
}

static void free_item(struct oa_trusts_item *item)
{
	X509_STORE_free(item->store);
	free(item->ca_file);
	free(item->ca_dir);
}

static X509_STORE *load(struct oa_trusts_item *item,
	const struct oa_tls_settings *settings, struct oa_error *err)
{
	*item = (struct oa_trusts_item){.ca_only = settings->ca_only};
	item->ca_file = settings->ca_file ? strdup(settings->ca_file) : NULL;
	item->ca_dir = settings->ca_dir ? strdup(settings->ca_dir) : NULL;
	if (!item->ca_file == !settings->ca_file && !item->ca_dir == !settings->ca_dir)
		item->store = oa_trust_new(
			item->ca_file, item->ca_dir, item->ca_only, err);
	else
		(void)oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	if (!item->store)
		free_item(item);
	return item->store;
}

X509_STORE *oa_trusts_get(struct oa_trusts *trusts,
	const struct oa_tls_settings *settings, struct oa_error *err)
{
	size_t size = (trusts->count + 1) * sizeof(*trusts->item);
	struct oa_trusts_item *item;

	for (size_t i = 0; i < trusts->count; i++)
		if (is_for(&trusts->item[i], settings))
			return trusts->item[i].store;
	item = realloc(trusts->item, size);
	if (!item) {
		(void)oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
		return NULL;
	}
	trusts->item = item;
	item += trusts->count;
	if (!load(item, settings, err))
		return NULL;
	trusts->count++;
	return item->store;
}

void oa_trusts_free(struct oa_trusts *trusts)
{
	for (size_t i = 0; i < trusts->count; i++)
		free_item(&trusts->item[i]);
	free(trusts->item);
	*trusts = (struct oa_trusts){.item = NULL};
}
