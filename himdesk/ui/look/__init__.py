# SPDX-License-Identifier: Apache-2.0
"""How everything looks: colours, sizes, fonts, icons and the theme made of them."""
