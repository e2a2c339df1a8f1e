dnl SPDX-License-Identifier: GPL-3.0-or-later

dnl OA_TRY_CFLAG(FLAG, IF-YES, [IF-NO])
dnl Unknown warnings must count as errors here, or clang would take any.
AC_DEFUN([OA_TRY_CFLAG],
[AC_MSG_CHECKING([whether $CC takes $1])
oa_saved_cflags=$CFLAGS
CFLAGS="$CFLAGS -Werror $1"
AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])], [oa_takes=yes], [oa_takes=no])
CFLAGS=$oa_saved_cflags
AC_MSG_RESULT([$oa_takes])
AS_IF([test "x$oa_takes" = xyes], [$2], [$3])])

dnl OA_CFLAGS(VARIABLE, FLAGS)
dnl Collects those of FLAGS that the compiler knows.  Any -Wno-x is taken in silence
dnl at first, so its -Wx is tried.
AC_DEFUN([OA_CFLAGS],
[AC_SUBST([$1])
$1=
m4_foreach_w([oa_flag], [$2],
	[OA_TRY_CFLAG(m4_bpatsubst(oa_flag, [^-Wno-], [-W]),
		[AS_VAR_APPEND([$1], " oa_flag")])
])])

dnl OA_STD_GNU11
dnl The language is C11 with GNU attributes, whatever the compiler's default is.
AC_DEFUN([OA_STD_GNU11],
[AC_SUBST([STD_CFLAGS])
OA_TRY_CFLAG([-std=gnu11], [STD_CFLAGS=-std=gnu11],
	[AC_MSG_ERROR([the compiler does not take -std=gnu11])])])

dnl OA_SANITIZERS
AC_DEFUN([OA_SANITIZERS],
[AC_SUBST([SANITIZER_FLAGS])
AS_CASE([$enable_sanitizers],
	[no], [SANITIZER_FLAGS=],
	[yes], [SANITIZER_FLAGS=-fsanitize=address,undefined],
	[SANITIZER_FLAGS="-fsanitize=$enable_sanitizers"])
AS_IF([test -n "$SANITIZER_FLAGS"],
	[AS_VAR_APPEND([SANITIZER_FLAGS],
		[" -fno-sanitize-recover=all -fno-omit-frame-pointer"])
	OA_TRY_CFLAG([$SANITIZER_FLAGS], [],
		[AC_MSG_ERROR([the compiler has no $enable_sanitizers sanitizers])])])
AM_CONDITIONAL([SANITIZED], [test -n "$SANITIZER_FLAGS"])])

dnl OA_FUZZING
dnl The library is instrumented, and each harness gets libFuzzer's main().
AC_DEFUN([OA_FUZZING],
[AC_SUBST([FUZZ_CFLAGS])
AC_SUBST([FUZZ_LDFLAGS])
AS_IF([test "x$enable_fuzzing" = xyes],
	[OA_TRY_CFLAG([-fsanitize=fuzzer-no-link],
		[FUZZ_CFLAGS=-fsanitize=fuzzer-no-link
		FUZZ_LDFLAGS=-fsanitize=fuzzer],
		[AC_MSG_ERROR([--enable-fuzzing needs clang: configure with CC=clang])])])
AM_CONDITIONAL([FUZZING], [test "x$enable_fuzzing" = xyes])])

dnl OA_COVERAGE
AC_DEFUN([OA_COVERAGE],
[AC_SUBST([COVERAGE_FLAGS])
AS_IF([test "x$enable_coverage" = xyes],
	[OA_TRY_CFLAG([--coverage], [COVERAGE_FLAGS=--coverage],
		[AC_MSG_ERROR([the compiler does not take --coverage])])])])

dnl OA_TRY_LDFLAG(FLAG, IF-YES)
AC_DEFUN([OA_TRY_LDFLAG],
[AC_MSG_CHECKING([whether the linker takes $1])
oa_saved_ldflags=$LDFLAGS
LDFLAGS="$LDFLAGS $1"
AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])], [oa_takes=yes], [oa_takes=no])
LDFLAGS=$oa_saved_ldflags
AC_MSG_RESULT([$oa_takes])
AS_IF([test "x$oa_takes" = xyes], [$2])])

dnl OA_FORTIFY
dnl Checked calls of the C library, unless somebody has decided on them already; they
dnl need a compiler that optimizes.
AC_DEFUN([OA_FORTIFY],
[AC_MSG_CHECKING([whether to define _FORTIFY_SOURCE])
AC_COMPILE_IFELSE([AC_LANG_SOURCE([[
#if defined _FORTIFY_SOURCE || !defined __OPTIMIZE__
#error "not here"
#endif
int unused;]])],
	[HARDEN_CPPFLAGS=-D_FORTIFY_SOURCE=2
	AC_MSG_RESULT([yes])],
	[AC_MSG_RESULT([no])])])

dnl OA_HARDENING
dnl What distributions build with, for those who build by themselves.  Sanitizers and
dnl fuzzers find more without it.
AC_DEFUN([OA_HARDENING],
[AC_SUBST([HARDEN_CPPFLAGS])
AC_SUBST([HARDEN_CFLAGS])
AC_SUBST([HARDEN_LDFLAGS])
AS_IF([test "x$enable_hardening" != xno && test "x$enable_sanitizers" = xno &&
		test "x$enable_fuzzing" != xyes],
	[m4_foreach_w([oa_flag], [-fPIE -fstack-protector-strong
		-fstack-clash-protection -fcf-protection -mbranch-protection=standard],
		[OA_TRY_CFLAG(oa_flag, [AS_VAR_APPEND([HARDEN_CFLAGS], " oa_flag")])
	])
	for oa_flag in -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack; do
		OA_TRY_LDFLAG([$oa_flag], [AS_VAR_APPEND([HARDEN_LDFLAGS], [" $oa_flag"])])
	done
	AS_IF([test "x$enable_coverage" != xyes], [OA_FORTIFY])])])
