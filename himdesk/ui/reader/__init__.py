# SPDX-License-Identifier: Apache-2.0
"""Reading a document: its words or pages, its revisions, and what is found in it."""
