# SPDX-License-Identifier: Apache-2.0
"""Before and after the work: signing in and the lock."""
