/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/eeinfo.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

/* What was decoded must fit its fields and have a line of text. */
static void check_record(const struct oa_eeinfo_record *record)
{
	char text[400];

	if (record->param_count > OA_EEINFO_PARAMS_MAX ||
		!memchr(record->computer, '\0', sizeof(record->computer)))
		abort();
	for (size_t i = 0; i < record->param_count; i++)
		if (!memchr(record->params[i], '\0', sizeof(record->params[i])))
			abort();
	oa_eeinfo_describe(record, text, sizeof(text));
	if (!strstr(text, "location"))
		abort();
}

static void check(const struct oa_eeinfo *info)
{
	const struct oa_eeinfo_record *record = NULL;
	enum oa_eeinfo_cause cause = oa_eeinfo_cause(info, &record);

	if (!info->count || info->count > OA_EEINFO_RECORDS_MAX)
		abort();
	if ((cause == OA_EEINFO_SILENT) != (record == NULL))
		abort();
	for (size_t i = 0; i < info->count; i++)
		check_record(&info->record[i]);
}

/* Once as the encoded chain, once as a reason phrase that may hold one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct oa_error err = {0};
	struct oa_eeinfo info;
	int found;

	if (oa_eeinfo_parse(data, len, &info, &err) == 0)
		check(&info);
	else if (err.layer != OA_LAYER_RPC || !err.text[0])
		abort();
	found = oa_eeinfo_find((const char *)data, len, &info, &err);
	if (found > 0)
		check(&info);
	return 0;
}
