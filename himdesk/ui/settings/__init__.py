# SPDX-License-Identifier: Apache-2.0
"""The administrator's screen: the site, how it works, who works there, and backups."""
