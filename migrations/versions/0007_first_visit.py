"""legal texts, the charter, followed tags, digests."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table('digest_preference',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('rhythm', sa.String(length=8), nullable=False),
    sa.Column('told_until', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_digest_preference_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_digest_preference'))
    )
    op.create_table('legal_text',
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('body_html', sa.Text(), nullable=False),
    sa.Column('conformity', sa.String(length=8), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edited_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['edited_by_id'], ['user.id'], name=op.f('fk_legal_text_edited_by_id_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_legal_text'))
    )
    op.create_table('tag_watch',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('tag_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['tag_id'], ['tag.id'], name=op.f('fk_tag_watch_tag_id_tag'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_tag_watch_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'tag_id', name=op.f('pk_tag_watch'))
    )
    with op.batch_alter_table('tag_watch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tag_watch_tag_id'), ['tag_id'], unique=False)

    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.add_column(sa.Column('charter_accepted_at', sa.DateTime(timezone=True), nullable=True))




def downgrade() -> None:

    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.drop_column('charter_accepted_at')

    with op.batch_alter_table('tag_watch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tag_watch_tag_id'))

    op.drop_table('tag_watch')
    op.drop_table('legal_text')
    op.drop_table('digest_preference')

