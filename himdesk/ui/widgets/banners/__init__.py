# SPDX-License-Identifier: Apache-2.0
"""The identity banner: who this chart is."""
