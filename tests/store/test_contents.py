# SPDX-License-Identifier: Apache-2.0
"""A body that comes in pieces is kept as one that comes whole."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from himdesk.domain.changes import sha256
from himdesk.domain.errors import NotFound
from himdesk.store import content
from himdesk.store.tables import CONTENTS

if TYPE_CHECKING:
    from store_builders import Hospital


@pytest.mark.parametrize("size", [0, 1, 1023, 1025, content.PART, 2 * content.PART + 7])
@pytest.mark.parametrize("piece", [1000, content.PART - 1, 3 * content.PART])
def test_pieces_of_any_size_are_kept_in_even_parts(
    hospital: Hospital, size: int, piece: int
) -> None:
    body = Random(size).randbytes(size)
    digest = sha256(body)
    pieces = [body[start : start + piece] for start in range(0, size, piece)]
    with hospital.database.write("ana") as connection:
        content.put_parts(connection, digest, pieces)
        assert content.get(connection, digest) == body
        query = select(CONTENTS.c.size).where(CONTENTS.c.digest == digest)
        sizes = connection.execute(query.order_by(CONTENTS.c.part)).scalars().all()
    *full, last = sizes
    assert full == [content.PART] * (len(sizes) - 1)
    assert sum(full) + last == size


def test_bytes_of_another_name_are_refused(hospital: Hospital) -> None:
    digest = sha256(b"these")
    with pytest.raises(ValueError, match="does not hash"), hospital.database.write("ana") as own:
        content.put_parts(own, digest, [b"those"])
    with hospital.database.read() as own, pytest.raises(NotFound):
        content.get(own, digest)
