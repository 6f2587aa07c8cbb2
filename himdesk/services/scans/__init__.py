# SPDX-License-Identifier: Apache-2.0
"""Incoming scans: a folder of the site that scanners fill and desks take from."""
