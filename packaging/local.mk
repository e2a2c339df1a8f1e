# SPDX-License-Identifier: GPL-3.0-or-later
# Packages, units and definitions are installed from here.

include packaging/definitions.mk
include packaging/runners.mk
include packaging/system.mk
include packaging/templates.mk
