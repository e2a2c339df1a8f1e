/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/moment.h"
#include "common/base/range.h"
#include "common/base/text.h"
#include "common/probe/certlimit.h"
#include "common/rpc/mapiversion.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_SIZE 512
#define YEAR_S    (365 * 86400)

static void check_range(const char *text)
{
	struct oa_range range;

	if (oa_range_parse(text, &range, NULL) < 0)
		return;
	if (isnan(range.start) || isnan(range.end) || range.start > range.end)
		abort();
	if (oa_range_alerts(&range, NAN) == range.alerts_inside)
		abort();
}

static void check_certlimit(const char *text)
{
	struct oa_certlimit limit;
	char shown[80];

	if (oa_certlimit_parse(text, &limit, NULL) < 0)
		return;
	oa_certlimit_alerts(&limit, -1, YEAR_S);
	oa_certlimit_text(&limit, YEAR_S, shown, sizeof(shown));
	if (!memchr(shown, '\0', sizeof(shown)))
		abort();
}

static void check_version(const char *text)
{
	char shown[OA_MAPI_VERSION_TEXT_LEN];
	struct oa_mapi_version version, again;

	if (!oa_mapi_version_parse(text, &version))
		return;
	oa_mapi_version_format(&version, shown, sizeof(shown));
	if (!oa_mapi_version_parse(shown, &again) ||
		memcmp(&version, &again, sizeof(version)) != 0)
		abort();
}

static void check_numbers(const char *text)
{
	int64_t moment;
	double number;
	long whole;

	oa_parse_moment(text, &moment);
	if (oa_parse_double(text, &number) && !isfinite(number))
		abort();
	if (oa_parse_long(text, -5, 65535, &whole) && (whole < -5 || whole > 65535))
		abort();
}

/* What follows an option: a range, a limit, a time, a version. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char text[TEXT_SIZE];

	if (len >= sizeof(text))
		return 0;
	memcpy(text, data, len);
	text[len] = '\0';
	check_range(text);
	check_certlimit(text);
	check_version(text);
	check_numbers(text);
	return 0;
}
