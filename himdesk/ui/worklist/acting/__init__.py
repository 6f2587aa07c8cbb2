# SPDX-License-Identifier: Apache-2.0
"""What is done with cases, and what is asked before."""
