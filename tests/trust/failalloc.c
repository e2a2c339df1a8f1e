/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A library to be preloaded, which makes one allocation of a program fail.
 *
 * The origin of an allocation is a hash of the stack.  OA_FAIL_TRACE names a file that
 * gets a line for each allocation: its origin, and 1 if the program asks itself, 0 if a
 * library does.  The first allocation of the origin OA_FAIL_ORIGIN fails, and the file
 * OA_FAIL_PLACE gets the stack.  A program that crashes says where on standard error.
 */

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Enough to tell places apart; each costs time at every allocation. */
#define FRAMES 12

/* glibc's own, under the names that nobody puts others in the place of. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static uint64_t victim;
static atomic_bool has_struck;
static int trace_fd = -1;
static uintptr_t program_begin, program_end;
static const char *place_file;
/* Tracing allocates by itself. */
static _Thread_local bool is_inside;

static bool is_own(const void *caller)
{
	return (uintptr_t)caller >= program_begin && (uintptr_t)caller < program_end;
}

/* The same in every run: the program moves as a whole, and so do its libraries. */
static uint64_t origin_of(void)
{
	uint64_t hash = 14695981039346656037u;
	void *frame[FRAMES];
	int len = backtrace(frame, FRAMES);

	for (int i = 2; i < len; i++) {
		uintptr_t base = is_own(frame[i]) ? program_begin
						  : (uintptr_t)__libc_malloc;

		hash = (hash ^ ((uintptr_t)frame[i] - base)) * 1099511628211u;
	}
	return hash;
}

static void write_trace(uint64_t origin, const void *caller)
{
	char line[64];
	int len = snprintf(line, sizeof(line), "%llx %d\n", (unsigned long long)origin,
		is_own(caller));

	if (write(trace_fd, line, (size_t)len) != len)
		_exit(99);
}

static void write_place(void)
{
	int fd = place_file ? open(place_file, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
	void *frame[FRAMES];

	if (fd < 0)
		return;
	backtrace_symbols_fd(frame, backtrace(frame, FRAMES), fd);
	close(fd);
}

static bool strikes(const void *caller)
{
	bool is_struck;
	uint64_t origin;

	if ((trace_fd < 0 && !victim) || is_inside || has_struck)
		return false;
	is_inside = true;
	origin = origin_of();
	if (trace_fd >= 0)
		write_trace(origin, caller);
	is_struck = victim && origin == victim && !atomic_exchange(&has_struck, true);
	if (is_struck) {
		write_place();
		errno = ENOMEM;
	}
	is_inside = false;
	return is_struck;
}

void *malloc(size_t size)
{
	return strikes(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t number, size_t size)
{
	return strikes(__builtin_return_address(0)) ? NULL
						    : __libc_calloc(number, size);
}

void *realloc(void *old, size_t size)
{
	return strikes(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

/* So that it counts as the program's own when the program calls it. */
char *strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = strikes(__builtin_return_address(0)) ? NULL : __libc_malloc(size);

	return copy ? memcpy(copy, text, size) : NULL;
}

static int find_program(struct dl_phdr_info *info, size_t size, void *context)
{
	(void)size;
	(void)context;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		uintptr_t begin = info->dlpi_addr + part->p_vaddr;

		if (part->p_type != PT_LOAD || !(part->p_flags & PF_X))
			continue;
		program_begin = begin;
		program_end = begin + part->p_memsz;
	}
	return 1;
}

static void tell_crash(int number)
{
	static const char crash[] = "crash:\n";
	void *frame[FRAMES];
	int len = backtrace(frame, FRAMES);

	(void)!write(2, crash, sizeof(crash) - 1);
	backtrace_symbols_fd(frame, len, 2);
	signal(number, SIG_DFL);
	raise(number);
}

__attribute__((constructor)) static void begin(void)
{
	static const int crashes[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
	const char *origin = getenv("OA_FAIL_ORIGIN"), *trace = getenv("OA_FAIL_TRACE");

	void *frame[FRAMES];

	/* the first one loads a library */
	(void)backtrace(frame, FRAMES);
	dl_iterate_phdr(find_program, NULL);
	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
		signal(crashes[i], tell_crash);
	if (trace)
		trace_fd = open(trace, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	place_file = getenv("OA_FAIL_PLACE");
	victim = origin ? strtoull(origin, NULL, 16) : 0;
}
