# SPDX-License-Identifier: Apache-2.0
"""Finding records of one person: normalise, block, compare, weigh, explain, cluster, learn.

Pure computing over values: no database, no screens, no clock.
"""
