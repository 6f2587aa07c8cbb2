# SPDX-License-Identifier: Apache-2.0
"""The first start on a machine: making the database and its first administrator."""
