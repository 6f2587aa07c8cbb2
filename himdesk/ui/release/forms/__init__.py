# SPDX-License-Identifier: Apache-2.0
"""The forms that open over the release screens, and what is typed into them meanwhile."""
