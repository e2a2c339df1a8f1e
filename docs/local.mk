# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += \
	%D%/design.md \
	%D%/devices.md \
	%D%/output.schema.json
