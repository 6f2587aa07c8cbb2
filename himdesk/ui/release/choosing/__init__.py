# SPDX-License-Identifier: Apache-2.0
"""The second part of a request for release: what goes, which pages, what is blacked out."""
