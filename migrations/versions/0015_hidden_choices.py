"""hidden choices: who chose behind a label stays there; numbers of topics are never given again;
answers of before have a validity."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mask', sa.String(length=160), nullable=True))
    bind = op.get_bind()
    bind.execute(sa.text(
        "update answer set mask = (select topic.mask from topic where topic.id = answer.topic_id"
        " and topic.author_id = answer.accepted_by_id)"
    ))
    bind.execute(sa.text(
        "insert into validity (owner, club_id, checked_at, checked_by_id)"
        " select 'post:' || answer.post_id, topic.club_id,"
        " coalesce(answer.validated_at, answer.accepted_at),"
        " coalesce(answer.validated_by_id, answer.accepted_by_id)"
        " from answer join topic on topic.id = answer.topic_id"
        " where not exists (select 1 from validity where owner = 'post:' || answer.post_id)"
    ))
    if bind.dialect.name == 'sqlite':
        _number_for_ever(True)


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        _number_for_ever(False)
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_column('mask')


def _number_for_ever(is_on: bool) -> None:
    options = {'sqlite_autoincrement': is_on}
    with op.batch_alter_table('topic', schema=None, recreate='always', table_kwargs=options):
        pass
