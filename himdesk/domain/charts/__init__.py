# SPDX-License-Identifier: Apache-2.0
"""What a chart is: items with a home, demographics, and how values compare."""
