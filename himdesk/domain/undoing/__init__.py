# SPDX-License-Identifier: Apache-2.0
"""Taking corrections back: where the fold puts each item, and what must be decided."""
