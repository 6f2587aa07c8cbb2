# SPDX-License-Identifier: Apache-2.0
"""The first part of a request for release: its forms, as they were read, and what they lack."""
