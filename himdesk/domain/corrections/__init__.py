# SPDX-License-Identifier: Apache-2.0
"""The verbs: from charts and decisions to a plan, with its contradictions."""
