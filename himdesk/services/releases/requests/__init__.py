# SPDX-License-Identifier: Apache-2.0
"""Requests for release: their steps, their log, their files, and what is denied."""
