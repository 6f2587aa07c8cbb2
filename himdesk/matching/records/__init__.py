# SPDX-License-Identifier: Apache-2.0
"""What a record says: reading, cleaning and coding its fields."""
