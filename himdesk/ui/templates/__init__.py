# SPDX-License-Identifier: Apache-2.0
"""The templates of letters: edited beside the very PDF that would print."""
