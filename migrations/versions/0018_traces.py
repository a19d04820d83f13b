"""Where a split post is read now; the name under which a moved or merged topic was imported."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('post_trace',
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_post_trace_post_id_post'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_post_trace_topic_id_topic'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('topic_id', 'number', name=op.f('pk_post_trace'))
    )
    with op.batch_alter_table('post_trace', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_post_trace_post_id'), ['post_id'], unique=False)

    with op.batch_alter_table('topic_trace', schema=None) as batch_op:
        batch_op.add_column(sa.Column('external_id', sa.String(length=120), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('topic_trace', schema=None) as batch_op:
        batch_op.drop_column('external_id')

    with op.batch_alter_table('post_trace', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_post_trace_post_id'))

    op.drop_table('post_trace')
