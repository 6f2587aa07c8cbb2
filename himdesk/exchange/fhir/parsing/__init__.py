# SPDX-License-Identifier: Apache-2.0
"""From text to plain values of known types, each fault with its place."""
