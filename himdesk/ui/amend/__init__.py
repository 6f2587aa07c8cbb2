# SPDX-License-Identifier: Apache-2.0
"""Amending a document: its rail of revisions, an editor, and how it will stand."""
