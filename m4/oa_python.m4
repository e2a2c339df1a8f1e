dnl SPDX-License-Identifier: GPL-3.0-or-later

dnl OA_PROG_PYTHON
dnl The interpreter of the tests: the distribution's before any other in PATH,
dnl because impacket is installed for that one.  PYTHON_MISSING says why the
dnl Python tests are skipped, and is empty when they can run.
AC_DEFUN([OA_PROG_PYTHON],
[AC_ARG_VAR([PYTHON], [the Python that runs the tests])
AC_SUBST([PYTHON_MISSING])
AC_MSG_CHECKING([for a Python with impacket, pytest and jsonschema])
AS_IF([test -z "$PYTHON"],
	[for oa_python in /usr/bin/python3 python3; do
		AS_IF([$oa_python -c 'import impacket, pytest, jsonschema' >/dev/null 2>&1],
			[PYTHON=$oa_python
			break])
	done])
AS_IF([test -z "$PYTHON"],
	[PYTHON=/usr/bin/python3])
PYTHON_MISSING=
AS_IF([$PYTHON -c 'import impacket, pytest, jsonschema' >/dev/null 2>&1],
	[AC_MSG_RESULT([$PYTHON])],
	[AC_MSG_RESULT([no])
	PYTHON_MISSING="$PYTHON cannot import impacket, pytest and jsonschema"])])
