"""guard: how often personal data was pointed out before it was published."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('guard_tally',
    sa.Column('club_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('found', sa.Integer(), nullable=False),
    sa.Column('masked', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['club_id'], ['club.id'], name=op.f('fk_guard_tally_club_id_club'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('club_id', 'day', 'kind', name=op.f('pk_guard_tally'))
    )


def downgrade() -> None:
    op.drop_table('guard_tally')
