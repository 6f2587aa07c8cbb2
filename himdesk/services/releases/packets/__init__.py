# SPDX-License-Identifier: Apache-2.0
"""The packets of requests for release: what goes into them, building, printing again."""
