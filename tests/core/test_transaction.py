"""Where work becomes permanent."""

import pytest
from sqlalchemy import select

from app.core.database import db
from app.core.transaction import after_commit, atomic, once, release
from app.organizations.models import Operator


def count():
    return db.session.query(Operator).count()


def add(slug="a"):
    db.session.add(Operator(slug=slug, name="A"))


def test_work_is_saved_then_what_was_put_off_runs(app):
    seen = []
    with atomic():
        add()
        after_commit(lambda: seen.append(count()))
        assert seen == []
    assert seen == [1]


def test_a_failure_undoes_all_and_drops_what_was_put_off(app):
    seen = []
    with pytest.raises(ValueError), atomic():
        with atomic():
            add()
            after_commit(lambda: seen.append(1))
        raise ValueError
    assert (count(), seen) == (0, [])


def test_a_swallowed_inner_failure_still_undoes_all(app):
    with pytest.raises(RuntimeError, match="nothing was saved"), atomic():
        try:
            with atomic():
                add()
                raise ValueError
        except ValueError:
            pass
    assert count() == 0


def test_one_failing_side_effect_does_not_cancel_the_others(app):
    seen = []
    with atomic():
        add()
        after_commit(lambda: 1 / 0)
        after_commit(lambda: seen.append(1))
    assert (count(), seen) == (1, [1])


def test_nothing_is_put_off_outside(app):
    with pytest.raises(RuntimeError):
        after_commit(print)


def test_release_refuses_to_lose_work(app):
    add()
    with pytest.raises(RuntimeError, match="unsaved"):
        release()
    db.session.rollback()


def test_once_finds_what_is_there(app):
    def find():
        return db.session.scalar(select(Operator).where(Operator.slug == "a"))

    def make():
        add()
        db.session.flush()
        return find()

    first, is_new = once(find, make)
    again, is_new_again = once(find, make)
    assert (is_new, is_new_again) == (True, False)
    assert first.id == again.id
