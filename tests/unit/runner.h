/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_UNIT_RUNNER_H
#define OA_TESTS_UNIT_RUNNER_H

/*
 * main() of a unit test program: OA_TEST_MAIN("rts", test_one, test_two) runs
 * the given Check tests.  The result goes to stdout as TAP when
 * CK_TAP_LOG_FILE_NAME=/dev/stdout is set, as make check does.
 */

#include "common/base/array.h"

#include <check.h>
#include <stdlib.h>

#define OA_TEST_MAIN(name, ...)                                                        \
	int main(void)                                                                 \
	{                                                                              \
		const TTest *const tests[] = {__VA_ARGS__};                            \
		Suite *suite = suite_create(name);                                     \
		TCase *tcase = tcase_create(name);                                     \
		SRunner *runner;                                                       \
		int failed;                                                            \
                                                                                       \
		for (size_t i = 0; i < OA_LENGTH(tests); i++)                          \
			tcase_add_test(tcase, tests[i]);                               \
		tcase_set_timeout(tcase, 60);                                          \
		suite_add_tcase(suite, tcase);                                         \
		runner = srunner_create(suite);                                        \
		srunner_run_all(runner, CK_ENV);                                       \
		failed = srunner_ntests_failed(runner);                                \
		srunner_free(runner);                                                  \
		return failed ? EXIT_FAILURE : EXIT_SUCCESS;                           \
	}

#endif
