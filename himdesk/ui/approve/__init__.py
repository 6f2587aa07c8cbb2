# SPDX-License-Identifier: Apache-2.0
"""The second person's desk."""
