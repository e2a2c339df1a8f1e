/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A library to be preloaded, which tells how deep the stack of each thread became: the
 * file OA_STACK_MARKS gets a line when a thread ends, with the kilobytes that it has
 * touched, the kilobytes that it had, and where its function lies in its program or
 * library, as addr2line wants it.
 */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGES_MAX 4096

typedef void *routine(void *);
typedef int create(pthread_t *, const pthread_attr_t *, routine *, void *);

/* What a thread was begun for. */
struct start {
	routine *function;
	void *data;
};

/* Only touched pages of a stack are there; it grows from its end. */
static size_t touched_pages(const char *begin, size_t pages, size_t page)
{
	unsigned char is_there[PAGES_MAX];
	size_t first = 0;

	if (pages > PAGES_MAX ||
		mincore((void *)(uintptr_t)begin, pages * page, is_there) != 0)
		return 0;
	while (first < pages && !(is_there[first] & 1))
		first++;
	return pages - first;
}

static void tell(routine *function)
{
	const char *name = getenv("OA_STACK_MARKS");
	size_t page = (size_t)sysconf(_SC_PAGESIZE), size = 0, touched;
	pthread_attr_t attributes;
	Dl_info where = {0};
	void *begin = NULL;
	char line[128];
	int fd, len;

	if (!name || pthread_getattr_np(pthread_self(), &attributes) != 0)
		return;
	pthread_attr_getstack(&attributes, &begin, &size);
	pthread_attr_destroy(&attributes);
	touched = touched_pages(begin, size / page, page);
	dladdr((void *)(uintptr_t)function, &where);
	len = snprintf(line, sizeof(line), "%zu %zu %#" PRIxPTR "\n",
		touched * page / 1024, size / 1024,
		(uintptr_t)function - (uintptr_t)where.dli_fbase);
	fd = open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	if (write(fd, line, (size_t)len) < 0)
		perror(name);
	close(fd);
}

static void *run(void *data)
{
	struct start start = *(struct start *)data;
	void *result;

	free(data);
	result = start.function(start.data);
	tell(start.function);
	return result;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
	routine *function, void *data)
{
	create *real = (create *)(uintptr_t)dlsym(RTLD_NEXT, "pthread_create");
	struct start *start = malloc(sizeof(*start));

	if (!start)
		return ENOMEM;
	*start = (struct start){.function = function, .data = data};
	return real(thread, attributes, run, start);
}
