# SPDX-License-Identifier: GPL-3.0-or-later
# The subagent is built here when it exists; see AGENTX in configure.ac.
