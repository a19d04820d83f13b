"""documents: what they say, and their first page."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('attachment_text',
    sa.Column('attachment_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('preview_key', sa.String(length=43), nullable=True),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_attachment_text_attachment_id_attachment'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('attachment_id', name=op.f('pk_attachment_text'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.alter_column('content_type', existing_type=sa.String(length=40), type_=sa.String(length=80), existing_nullable=False)


def downgrade() -> None:
    documents = sa.text("delete from attachment where content_type not like 'image/%'")
    op.get_bind().execute(documents)
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.alter_column('content_type', existing_type=sa.String(length=80), type_=sa.String(length=40), existing_nullable=False)
    op.drop_table('attachment_text')
