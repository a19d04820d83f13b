"""invitations in full, lists, letters, requests to join, proposals."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('inviter_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=10), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['inviter_id'], ['user.id'], name=op.f('fk_batch_inviter_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch'))
    )
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_batch_inviter_id'), ['inviter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_batch_made_at'), ['made_at'], unique=False)

    op.create_table('join_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('club_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('is_granted', sa.Boolean(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['club_id'], ['club.id'], name=op.f('fk_join_request_club_id_club'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_join_request_decided_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_join_request_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_request'))
    )
    with op.batch_alter_table('join_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_join_request_club_id'), ['club_id'], unique=False)
        batch_op.create_index('uq_join_request_undecided', ['user_id', 'club_id'], unique=True, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))

    op.create_table('batch_club',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('club_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['batch.id'], name=op.f('fk_batch_club_batch_id_batch'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['club_id'], ['club.id'], name=op.f('fk_batch_club_club_id_club'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('batch_id', 'club_id', name=op.f('pk_batch_club'))
    )
    with op.batch_alter_table('batch_club', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_batch_club_club_id'), ['club_id'], unique=False)

    op.create_table('batch_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('typed', sa.String(length=300), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('verdict', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('outcome', sa.String(length=8), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['batch.id'], name=op.f('fk_batch_line_batch_id_batch'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_line'))
    )
    with op.batch_alter_table('batch_line', schema=None) as batch_op:
        batch_op.create_index('uq_batch_line_batch_id_number', ['batch_id', 'number'], unique=True)

    op.create_table('invitation_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['user.id'], name=op.f('fk_invitation_step_actor_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_invitation_step_invitation_id_invitation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation_step'))
    )
    with op.batch_alter_table('invitation_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_step_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_step_invitation_id'), ['invitation_id'], unique=False)

    op.create_table('proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('club_id', sa.Integer(), nullable=False),
    sa.Column('proposer_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('invitation_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['club_id'], ['club.id'], name=op.f('fk_proposal_club_id_club'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_proposal_decided_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_proposal_invitation_id_invitation'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['proposer_id'], ['user.id'], name=op.f('fk_proposal_proposer_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_club_id'), ['club_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_proposer_id'), ['proposer_id'], unique=False)

    with op.batch_alter_table('club', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_listed', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('name', sa.String(length=80), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('code_hash', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('code_nonce', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('reminders', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('lapsed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('asked_again_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_invitation_expires_at', ['expires_at', 'accepted_at'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_invitation_code_hash'), ['code_hash'])

    with op.batch_alter_table('invitation_club', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_club_club_id'), ['club_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('invitation_club', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_club_club_id'))

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_invitation_code_hash'), type_='unique')
        batch_op.drop_index('ix_invitation_expires_at')
        batch_op.drop_column('asked_again_at')
        batch_op.drop_column('lapsed_at')
        batch_op.drop_column('reminders')
        batch_op.drop_column('code_nonce')
        batch_op.drop_column('code_hash')
        batch_op.drop_column('name')

    with op.batch_alter_table('club', schema=None) as batch_op:
        batch_op.drop_column('is_listed')

    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_proposer_id'))
        batch_op.drop_index(batch_op.f('ix_proposal_club_id'))

    op.drop_table('proposal')
    with op.batch_alter_table('invitation_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_step_invitation_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_step_actor_id'))

    op.drop_table('invitation_step')
    with op.batch_alter_table('batch_line', schema=None) as batch_op:
        batch_op.drop_index('uq_batch_line_batch_id_number')

    op.drop_table('batch_line')
    with op.batch_alter_table('batch_club', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_batch_club_club_id'))

    op.drop_table('batch_club')
    with op.batch_alter_table('join_request', schema=None) as batch_op:
        batch_op.drop_index('uq_join_request_undecided', sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_join_request_club_id'))

    op.drop_table('join_request')
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_batch_made_at'))
        batch_op.drop_index(batch_op.f('ix_batch_inviter_id'))

    op.drop_table('batch')
