# SPDX-License-Identifier: Apache-2.0
"""C-CDA documents: kept whole, with a header that says whose they are."""
