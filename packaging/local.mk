# SPDX-License-Identifier: GPL-3.0-or-later
# Packages, units and definitions are installed from here.
