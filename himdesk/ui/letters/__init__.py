# SPDX-License-Identifier: Apache-2.0
"""Letters: the preview is the very PDF that is issued."""
