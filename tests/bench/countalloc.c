/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Counts what a program allocates; preloaded.  At its end it writes one line into the
 * file that OA_COUNTALLOC names:
 *
 *	blocks=N bytes=N peak=N rss_kb=N
 *
 * Blocks and bytes are all that were asked for, peak the most bytes at one time, as
 * the allocator rounds them; the resident memory is the kernel's figure.
 */

#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_ulong blocks, bytes, now, peak;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void __libc_free(void *block);

static void *taken(void *block, size_t size)
{
	unsigned long live;

	if (!block)
		return NULL;
	atomic_fetch_add(&blocks, 1);
	atomic_fetch_add(&bytes, size);
	live = atomic_fetch_add(&now, malloc_usable_size(block)) +
	       malloc_usable_size(block);
	for (unsigned long most = peak; live > most;)
		if (atomic_compare_exchange_weak(&peak, &most, live))
			break;
	return block;
}

static void given_back(void *block)
{
	if (block)
		atomic_fetch_sub(&now, malloc_usable_size(block));
}

void *malloc(size_t size)
{
	return taken(__libc_malloc(size), size);
}

void *calloc(size_t count, size_t size)
{
	return taken(__libc_calloc(count, size), count * size);
}

void *realloc(void *block, size_t size)
{
	size_t before = block ? malloc_usable_size(block) : 0;
	void *moved = __libc_realloc(block, size);

	if (moved || !size)
		atomic_fetch_sub(&now, before);
	return taken(moved, size);
}

void free(void *block)
{
	given_back(block);
	__libc_free(block);
}

/* The most memory that was resident, in kB. */
static long resident(void)
{
	FILE *status = fopen("/proc/self/status", "re");
	char line[256];
	long kb = 0;

	while (status && fgets(line, sizeof(line), status))
		if (strncmp(line, "VmHWM:", 6) == 0)
			kb = strtol(line + 6, NULL, 10);
	if (status)
		fclose(status);
	return kb;
}

__attribute__((destructor)) static void tell(void)
{
	const char *name = getenv("OA_COUNTALLOC");
	unsigned long counts[] = {blocks, bytes, peak};
	FILE *file = name ? fopen(name, "we") : NULL;

	if (!file)
		return;
	fprintf(file, "blocks=%lu bytes=%lu peak=%lu rss_kb=%ld\n", counts[0],
		counts[1], counts[2], resident());
	fclose(file);
}
