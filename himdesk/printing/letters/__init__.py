# SPDX-License-Identifier: Apache-2.0
"""Letters: kinds, templates, fields, required contents, issuing."""
