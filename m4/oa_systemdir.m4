dnl SPDX-License-Identifier: GPL-3.0-or-later

dnl OA_SYSTEM_DIR(VARIABLE, CONDITIONAL, WHAT, DEFAULT)
dnl A directory of the system that --with-VARIABLE=DIR sets, or "no" for not to install
dnl there, which makes the conditional false.  The defaults are below the prefix, so
dnl that an installation by anybody ends where the prefix is.
AC_DEFUN([OA_SYSTEM_DIR],
[AC_ARG_WITH([$1],
	[AS_HELP_STRING([--with-$1=DIR], [where $3, or "no"; $4 if not said])],
	[$1=$withval], [$1='$4'])
AS_IF([test "x$[]$1" = xyes], [$1='$4'])
AC_SUBST([$1])
AM_CONDITIONAL([$2], [test "x$[]$1" != xno && test "x$enable_agentx" != xno])])
