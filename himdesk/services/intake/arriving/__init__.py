# SPDX-License-Identifier: Apache-2.0
"""What comes in: the files of an import, their order, their records one by one."""
