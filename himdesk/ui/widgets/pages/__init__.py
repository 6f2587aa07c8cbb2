# SPDX-License-Identifier: Apache-2.0
"""Pages as they print: seen on the screen, and put onto paper."""
