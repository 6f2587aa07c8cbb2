# SPDX-License-Identifier: Apache-2.0
"""The lists at the left and in the middle: queues, and the cases of the open one."""
