# SPDX-License-Identifier: Apache-2.0
"""The review sheet that every correction ends in: what will happen, before it happens."""
