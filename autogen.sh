#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
cd "$(dirname "$0")" && exec autoreconf -fi
