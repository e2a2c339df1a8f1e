/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_CREDENTIALS_H
#define OA_PLUGINS_FRONT_CREDENTIALS_H

/*
 * Who logs on, from the sources a user can choose.
 *
 * The password comes from the first of: --password-file, the password= line of
 * --credentials-file, OA_PASSWORD in the environment, --password.  The order goes
 * from what nobody sees to what others may see.  The user comes from --username,
 * else from the username= line.
 */

#include "plugins/front/program.h"

/* Text from a credentials file, which the target then borrows. */
struct oa_credentials_text {
	char *user;      /* owned, or NULL */
	char *domain;    /* owned, or NULL */
	char stamp[128]; /* tells the file of the password from a newer one */
};

/* Completes settings->target.who, which holds -u and --password already, and the stamp
 * of settings->target.budget.
 * Environment is the value of OA_PASSWORD, or NULL; it is wiped once it is copied,
 * and an empty one counts as none.
 * A credentials file has lines username=, password=, domain=, blanks around name
 * and value do not count, # and ; start comments; the password is the first line
 * of a password file with everything in it.  Either is refused if others can use
 * it, and noted in the report if its group can; so are a keytab and a ticket cache
 * that are files.  Text must outlive the target; the
 * caller frees it.  Returns 0, or -1 with OA_LAYER_FILE ("NAME: reason", no part of
 * the content) or OA_LAYER_SYSTEM. */
int oa_credentials_load(struct oa_common_settings *settings, char *environment,
	struct oa_credentials_text *text, struct oa_report *report,
	struct oa_error *err);

/* Releases the text. */
void oa_credentials_text_free(struct oa_credentials_text *text);

#endif
