"""Procedures: their words, versions, credits, comments, adoptions; models for them; drafts keep a summary."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('procedure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('club_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('theme', sa.String(length=60), nullable=False),
    sa.Column('theme_key', sa.String(length=60), nullable=False),
    sa.Column('summary', sa.String(length=400), nullable=False),
    sa.Column('body_html', sa.Text(), nullable=False),
    sa.Column('body_text', sa.Text(), nullable=False),
    sa.Column('stage', sa.String(length=9), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('version_number', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('referee_id', sa.Integer(), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('wish', sa.String(length=300), nullable=False),
    sa.Column('wished_by_id', sa.Integer(), nullable=True),
    sa.Column('client_id', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('source_post_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['club_id'], ['club.id'], name=op.f('fk_procedure_club_id_club'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_procedure_created_by_id_user')),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_procedure_owner_id_user')),
    sa.ForeignKeyConstraint(['referee_id'], ['user.id'], name=op.f('fk_procedure_referee_id_user')),
    sa.ForeignKeyConstraint(['wished_by_id'], ['user.id'], name=op.f('fk_procedure_wished_by_id_user')),
    sa.ForeignKeyConstraint(['source_post_id'], ['post.id'], name=op.f('fk_procedure_source_post_id_post'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure')),
    sa.UniqueConstraint('created_by_id', 'client_id', name=op.f('uq_procedure_created_by_id_client_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('procedure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procedure_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_procedure_referee_id'), ['referee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_procedure_source_post_id'), ['source_post_id'], unique=False)
        batch_op.create_index('ix_procedure_theme', ['club_id', 'theme_key', 'title'], unique=False)

    op.create_table('procedure_adoption',
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('variant', sa.String(length=400), nullable=False),
    sa.Column('version_number', sa.Integer(), nullable=False),
    sa.Column('adopted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedure.id'], name=op.f('fk_procedure_adoption_procedure_id_procedure'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_procedure_adoption_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('procedure_id', 'user_id', name=op.f('pk_procedure_adoption'))
    )
    with op.batch_alter_table('procedure_adoption', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procedure_adoption_user_id'), ['user_id'], unique=False)

    op.create_table('procedure_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('body_html', sa.Text(), nullable=False),
    sa.Column('body_text', sa.Text(), nullable=False),
    sa.Column('client_id', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_procedure_comment_author_id_user')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedure.id'], name=op.f('fk_procedure_comment_procedure_id_procedure'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure_comment')),
    sa.UniqueConstraint('author_id', 'client_id', name=op.f('uq_procedure_comment_author_id_client_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('procedure_comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procedure_comment_procedure_id'), ['procedure_id'], unique=False)

    op.create_table('procedure_credit',
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('mask', sa.String(length=160), nullable=True),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedure.id'], name=op.f('fk_procedure_credit_procedure_id_procedure'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_procedure_credit_user_id_user')),
    sa.PrimaryKeyConstraint('procedure_id', 'position', name=op.f('pk_procedure_credit'))
    )
    with op.batch_alter_table('procedure_credit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procedure_credit_user_id'), ['user_id'], unique=False)

    op.create_table('procedure_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('procedure_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('theme', sa.String(length=60), nullable=False),
    sa.Column('summary', sa.String(length=400), nullable=False),
    sa.Column('body_html', sa.Text(), nullable=False),
    sa.Column('body_text', sa.Text(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedure.id'], name=op.f('fk_procedure_version_procedure_id_procedure'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['published_by_id'], ['user.id'], name=op.f('fk_procedure_version_published_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure_version')),
    sa.UniqueConstraint('procedure_id', 'number', name=op.f('uq_procedure_version_procedure_id_number'))
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('summary', sa.String(length=400), server_default='', nullable=False))

    with op.batch_alter_table('question_template', schema=None) as batch_op:
        batch_op.add_column(sa.Column('purpose', sa.String(length=9), server_default='question', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('question_template', schema=None) as batch_op:
        batch_op.drop_column('purpose')

    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_column('summary')

    op.drop_table('procedure_version')
    with op.batch_alter_table('procedure_credit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_procedure_credit_user_id'))

    op.drop_table('procedure_credit')
    with op.batch_alter_table('procedure_comment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_procedure_comment_procedure_id'))

    op.drop_table('procedure_comment')
    with op.batch_alter_table('procedure_adoption', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_procedure_adoption_user_id'))

    op.drop_table('procedure_adoption')
    with op.batch_alter_table('procedure', schema=None) as batch_op:
        batch_op.drop_index('ix_procedure_theme')
        batch_op.drop_index(batch_op.f('ix_procedure_source_post_id'))
        batch_op.drop_index(batch_op.f('ix_procedure_referee_id'))
        batch_op.drop_index(batch_op.f('ix_procedure_owner_id'))

    op.drop_table('procedure')
