dnl SPDX-License-Identifier: GPL-3.0-or-later

dnl OA_REPRODUCIBLE_TAR
dnl Two runs of make dist on one commit give the same bytes: order, owner, mode and
dnl time of the members are fixed.  Other tars than GNU's keep automake's command.
AC_DEFUN([OA_REPRODUCIBLE_TAR],
[AC_REQUIRE([AM_INIT_AUTOMAKE])
AS_IF([tar --sort=name --version >/dev/null 2>&1],
	[am__tar='LC_ALL=C tar --format=ustar --sort=name --owner=0 --group=0'
	am__tar="$am__tar --numeric-owner --mode=u+rw,go=rX"
	am__tar="$am__tar --mtime=@\`\$(srcdir)/build-aux/source-date\`"
	am__tar="$am__tar -chf - \"\$\$tardir\""])])
