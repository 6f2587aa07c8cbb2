# SPDX-License-Identifier: Apache-2.0
"""Incoming scans in the window: the folder is watched, and each is offered to the request shown."""
