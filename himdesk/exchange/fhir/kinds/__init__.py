# SPDX-License-Identifier: Apache-2.0
"""The kinds of item: from a resource's plain values to drafts."""
