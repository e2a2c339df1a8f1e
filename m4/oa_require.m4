dnl SPDX-License-Identifier: GPL-3.0-or-later

dnl OA_REQUIRE(VARIABLE, MODULE, DEBIAN-PACKAGE, FEDORA-PACKAGE)
dnl A library that we cannot do without; one line says what to install.
AC_DEFUN([OA_REQUIRE],
[PKG_CHECK_MODULES([$1], [$2], [],
	[AC_MSG_ERROR([$2 is missing: install $3 (Debian, Ubuntu) or $4 (Fedora, EL)])])])

dnl OA_CURL_WITH_OPENSSL
dnl Refuses a libcurl on another TLS library, as far as curl-config can tell here;
dnl the programs ask the library again when they run.
AC_DEFUN([OA_CURL_WITH_OPENSSL],
[AC_MSG_CHECKING([whether libcurl uses OpenSSL])
oa_backends=
AS_IF([test "x$cross_compiling" != xyes],
	[oa_backends=`curl-config --ssl-backends 2>/dev/null`])
AS_CASE([$oa_backends],
	[*OpenSSL*], [AC_MSG_RESULT([yes])],
	[''], [AC_MSG_RESULT([cannot tell])],
	[AC_MSG_RESULT([no, $oa_backends])
	AC_MSG_ERROR(m4_normalize([libcurl with OpenSSL is missing:
		install libcurl4-openssl-dev (Debian, Ubuntu)
		or libcurl-devel (Fedora, EL)]))])])
