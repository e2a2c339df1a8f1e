/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_TLS_H
#define OA_NET_TLS_H

/*
 * What a TLS handshake was told and what it showed.  The handshake itself is
 * libcurl's and OpenSSL's; it goes on with a bad certificate, so that a run can
 * describe it completely, and the judgement lies with the probe.
 */

#include "common/base/error.h"

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OA_TLS_PROBLEMS_MAX 8
#define OA_TLS_BINDING_MAX  (21 + EVP_MAX_MD_SIZE)

/* How to speak TLS; versions are 10, 11, 12, 13 for TLS 1.0 to 1.3. */
struct oa_tls_settings {
	const char *ca_file; /* added to the system's store, or NULL */
	const char *ca_dir;  /* added to the system's store, hashed names, or NULL */
	bool ca_only;        /* leave the system's store out */
	long min_version;    /* lowest version offered */
	long max_version;    /* highest version offered */
	bool allow_legacy;   /* offer old versions, ciphers and short keys too */
	bool is_insecure;    /* do not let a bad certificate stop the logon */
	bool wants_staple;   /* ask for a stapled OCSP response */
	const char *client_cert; /* PEM chain to show when asked, or NULL */
	const char *client_key;  /* PEM key of it, NULL if it is in the same file */
};

/* One reason why the path could not be verified. */
struct oa_tls_problem {
	int error;         /* X509_V_ERR_... */
	int depth;         /* 0 is the server's own certificate */
	char subject[160]; /* of the certificate at that depth, cleaned */
};

/* What one handshake showed; zero-initialised, released by oa_tls_info_free(). */
struct oa_tls_info {
	bool is_done;              /* the handshake was completed */
	bool is_resumed;           /* it continued an earlier session: no new chain */
	bool is_client_cert_asked; /* the server sent a CertificateRequest */
	int alert;                 /* last fatal alert received, or -1 */
	int sent_alert;            /* last fatal alert that we sent, or -1 */
	size_t record_count;       /* records received */
	uint8_t first_bytes[5];    /* head of the first record received */
	char version[16];          /* e.g. "TLSv1.3" */
	char cipher[64];           /* OpenSSL's name */
	char alpn[16];             /* protocol chosen, or empty */
	X509 *leaf;                /* server's certificate, owned, or NULL */
	STACK_OF(X509) * sent;     /* chain as sent, owned, or NULL */
	STACK_OF(X509) * path;     /* path as far as it was built, owned, or NULL */
	uint8_t *staple;           /* stapled OCSP response, owned, or NULL */
	size_t staple_len;         /* bytes of it */
	size_t problem_count;      /* used entries of problems */
	struct oa_tls_problem problems[OA_TLS_PROBLEMS_MAX]; /* in order of detection */
	uint8_t binding[OA_TLS_BINDING_MAX]; /* RFC 5929 tls-server-end-point data */
	size_t binding_len;                  /* 0 if there is no certificate */
};

/* Adds what store_ctx complains about, unless it is known or there is no room. */
void oa_tls_problem_add(struct oa_tls_problem problems[OA_TLS_PROBLEMS_MAX],
	size_t *count, X509_STORE_CTX *store_ctx);

/* Prepares ctx for one handshake that reports to info: versions, ciphers, trust
 * (not consumed), verification time (seconds since 1970, 0 for the clock).  Info
 * must live as long as ctx.  Returns 0, or -1 with OA_LAYER_FEATURE if OpenSSL
 * refuses a setting, or OA_LAYER_FILE for the client's certificate or key. */
int oa_tls_prepare(SSL_CTX *ctx, const struct oa_tls_settings *settings,
	X509_STORE *trust, int64_t now, struct oa_tls_info *info, struct oa_error *err);

/* Releases what info owns and empties it. */
void oa_tls_info_free(struct oa_tls_info *info);

/* Returns the name of a TLS alert (RFC 8446, section 6), e.g.
 * "handshake_failure". */
const char *oa_tls_alert_name(int alert);

/* Computes the channel binding data of a certificate (RFC 5929, section 4.1):
 * prefix and digest, at most OA_TLS_BINDING_MAX bytes; returns their number, 0 on
 * failure. */
size_t oa_tls_binding(const X509 *leaf, uint8_t ret_binding[OA_TLS_BINDING_MAX]);

/* Releases what OpenSSL keeps for the calling thread.  A thread that nobody joins calls
 * it before it says that it is done: at the end of a process OpenSSL would clean up
 * beside it. */
void oa_tls_leave_thread(void);

#endif
