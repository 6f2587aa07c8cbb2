# SPDX-License-Identifier: Apache-2.0
"""From text to pages: fonts, scripts, blocks, and what stands around them."""
