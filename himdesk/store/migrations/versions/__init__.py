# SPDX-License-Identifier: Apache-2.0
"""One file a migration, in the order of their numbers."""
