"""masks: what is read in the place of an author's name."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('topic', 'post'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('mask', sa.String(length=160), nullable=True))


def downgrade() -> None:
    for table in ('topic', 'post'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('mask')
