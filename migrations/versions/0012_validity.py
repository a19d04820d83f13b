"""validity: what answers cite, until when they hold, who doubts them."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('legal_reference',
    sa.Column('owner', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('club_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['club_id'], ['club.id'], name=op.f('fk_legal_reference_club_id_club'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('owner', 'key', name=op.f('pk_legal_reference'))
    )
    with op.batch_alter_table('legal_reference', schema=None) as batch_op:
        batch_op.create_index('ix_legal_reference_key', ['key', 'club_id'], unique=False)

    op.create_table('doubt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('club_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=6), nullable=False),
    sa.Column('raised_by_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['club_id'], ['club.id'], name=op.f('fk_doubt_club_id_club'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['raised_by_id'], ['user.id'], name=op.f('fk_doubt_raised_by_id_user')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['user.id'], name=op.f('fk_doubt_settled_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_doubt')),
    sa.UniqueConstraint('owner', 'key', name=op.f('uq_doubt_owner_key'))
    )
    with op.batch_alter_table('doubt', schema=None) as batch_op:
        batch_op.create_index('ix_doubt_open', ['club_id', 'settled_at'], unique=False)

    op.create_table('law_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('club_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('declared_by_id', sa.Integer(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['club_id'], ['club.id'], name=op.f('fk_law_change_club_id_club'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['declared_by_id'], ['user.id'], name=op.f('fk_law_change_declared_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_law_change'))
    )
    with op.batch_alter_table('law_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_law_change_club_id'), ['club_id'], unique=False)

    op.create_table('validity',
    sa.Column('owner', sa.String(length=40), nullable=False),
    sa.Column('club_id', sa.Integer(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_by_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('lapse_told_on', sa.Date(), nullable=True),
    sa.Column('outdated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('replaced_by', sa.String(length=300), nullable=True),
    sa.Column('replaced_title', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['checked_by_id'], ['user.id'], name=op.f('fk_validity_checked_by_id_user')),
    sa.ForeignKeyConstraint(['club_id'], ['club.id'], name=op.f('fk_validity_club_id_club'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('owner', name=op.f('pk_validity'))
    )
    with op.batch_alter_table('validity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_validity_club_id'), ['club_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_validity_review_on'), ['review_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_validity_valid_until'), ['valid_until'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('validity', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_validity_valid_until'))
        batch_op.drop_index(batch_op.f('ix_validity_review_on'))
        batch_op.drop_index(batch_op.f('ix_validity_club_id'))

    op.drop_table('validity')
    with op.batch_alter_table('law_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_law_change_club_id'))

    op.drop_table('law_change')
    with op.batch_alter_table('doubt', schema=None) as batch_op:
        batch_op.drop_index('ix_doubt_open')

    op.drop_table('doubt')
    with op.batch_alter_table('legal_reference', schema=None) as batch_op:
        batch_op.drop_index('ix_legal_reference_key')

    op.drop_table('legal_reference')
