# SPDX-License-Identifier: Apache-2.0
"""Undo of whole imports, and the facts that plans of undos are made from."""
