"""files, drafts of the editor, the plain field for those who prefer it."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=43), nullable=False),
    sa.Column('key', sa.String(length=43), nullable=False),
    sa.Column('uploader_id', sa.Integer(), nullable=False),
    sa.Column('client_id', sa.String(length=64), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('content_type', sa.String(length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unused_since', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['uploader_id'], ['user.id'], name=op.f('fk_attachment_uploader_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('key', name=op.f('uq_attachment_key')),
    sa.UniqueConstraint('token', name=op.f('uq_attachment_token')),
    sa.UniqueConstraint('uploader_id', 'client_id', name=op.f('uq_attachment_uploader_id_client_id'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_unused_since'), ['unused_since'], unique=False)

    op.create_table('attachment_use',
    sa.Column('attachment_id', sa.Integer(), nullable=False),
    sa.Column('owner', sa.String(length=40), nullable=False),
    sa.Column('club_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_attachment_use_attachment_id_attachment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['club_id'], ['club.id'], name=op.f('fk_attachment_use_club_id_club'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('attachment_id', 'owner', name=op.f('pk_attachment_use'))
    )
    with op.batch_alter_table('attachment_use', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_use_club_id'), ['club_id'], unique=False)
        batch_op.create_index('ix_attachment_use_owner', ['owner'], unique=False)

    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_html', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.add_column(sa.Column('prefers_plain_field', sa.Boolean(), nullable=False, server_default=sa.false()))



def downgrade() -> None:
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.drop_column('prefers_plain_field')

    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_column('is_html')

    with op.batch_alter_table('attachment_use', schema=None) as batch_op:
        batch_op.drop_index('ix_attachment_use_owner')
        batch_op.drop_index(batch_op.f('ix_attachment_use_club_id'))

    op.drop_table('attachment_use')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_unused_since'))

    op.drop_table('attachment')
