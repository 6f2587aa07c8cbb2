# SPDX-License-Identifier: Apache-2.0
"""Synthetic people: who they are, where they live, and how registration got them wrong."""
