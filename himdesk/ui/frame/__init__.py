# SPDX-License-Identifier: Apache-2.0
"""The window around the screens: menus, rail, command palette, status, lock."""
