# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += \
	%D%/certificates.md \
	%D%/design.md \
	%D%/devices.md \
	%D%/kerberos.md \
	%D%/output.schema.json
