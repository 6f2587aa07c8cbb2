# SPDX-License-Identifier: Apache-2.0
"""Finding patients, reading a chart, and its history."""
