# SPDX-License-Identifier: Apache-2.0
"""The third part of a request for release: its packet, seen, released, printed."""
