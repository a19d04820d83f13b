"""What both engines do alike."""

from functools import partial

from app.chat.models import RoomMark
from app.core.database import db, move_forward
from app.core.transaction import atomic
from tests.races import race


def test_a_mark_never_moves_back_whoever_comes_last(app, world):
    key = {"user_id": world.nathalie.id, "room_id": world.room.id}

    def read(ready, to):
        ready()
        with atomic():
            move_forward(RoomMark, key, "seq", to)

    assert race(app, [partial(read, to=to) for to in range(1, 17)]) == [None] * 16
    assert db.session.get(RoomMark, tuple(key.values())).seq == 16
    with atomic():
        moves = [move_forward(RoomMark, key, "seq", to) for to in (15, 16, 17)]
    assert moves == [False, False, True]
