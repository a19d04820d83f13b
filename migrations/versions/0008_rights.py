"""rights: copies of one's own data, closed accounts, when a person last came."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('data_export',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ready_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('key', sa.String(length=43), nullable=True),
    sa.Column('size', sa.BigInteger(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_data_export_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_export')),
    sa.UniqueConstraint('key', name=op.f('uq_data_export_key'))
    )
    with op.batch_alter_table('data_export', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_data_export_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_data_export_user_id'), ['user_id'], unique=False)

    op.create_table('farewell',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('sealed_address', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_farewell_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_farewell'))
    )
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.add_column(sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('warned_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))
    _remember_who_came()


def downgrade() -> None:
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.drop_column('closed_at')
        batch_op.drop_column('warned_at')
        batch_op.drop_column('seen_at')

    op.drop_table('farewell')
    with op.batch_alter_table('data_export', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_data_export_user_id'))
        batch_op.drop_index(batch_op.f('ix_data_export_expires_at'))

    op.drop_table('data_export')


def _remember_who_came():
    bind = op.get_bind()
    bind.execute(sa.text(
        'UPDATE "user" SET seen_at = (SELECT max(at) FROM sign_in_entry '
        'WHERE sign_in_entry.user_id = "user".id AND NOT is_refused)'
    ))
    bind.execute(sa.text(
        'UPDATE "user" SET seen_at = (SELECT max(session.seen_at) FROM session WHERE session.user_id = "user".id) '
        'WHERE EXISTS (SELECT 1 FROM session WHERE session.user_id = "user".id '
        'AND ("user".seen_at IS NULL OR session.seen_at > "user".seen_at))'
    ))
