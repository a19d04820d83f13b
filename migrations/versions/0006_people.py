"""people: profiles, roles, second factors, sessions; a journal that cannot be rewritten."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('journal_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('act', sa.String(length=40), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('club_id', sa.Integer(), nullable=True),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('said_digest', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_entry'))
    )
    with op.batch_alter_table('journal_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journal_entry_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_journal_entry_club_id'), ['club_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_journal_entry_user_id'), ['user_id'], unique=False)

    op.create_table('journal_head',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_head'))
    )
    op.create_table('journal_saying',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['journal_entry.id'], name=op.f('fk_journal_saying_entry_id_journal_entry')),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_journal_saying'))
    )
    op.create_table('authenticator',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('sealed_seed', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_authenticator_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_authenticator'))
    )
    op.create_table('expertise',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('folded_name', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_expertise_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'folded_name', name=op.f('pk_expertise'))
    )
    with op.batch_alter_table('expertise', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_expertise_folded_name'), ['folded_name'], unique=False)

    op.create_table('operator_administrator',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('operator_id', sa.Integer(), nullable=False),
    sa.Column('appointed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['operator_id'], ['operator.id'], name=op.f('fk_operator_administrator_operator_id_operator'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_operator_administrator_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'operator_id', name=op.f('pk_operator_administrator'))
    )
    with op.batch_alter_table('operator_administrator', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_operator_administrator_operator_id'), ['operator_id'], unique=False)

    op.create_table('passkey',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('credential_id', sa.LargeBinary(length=1023), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_passkey_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkey_credential_id'))
    )
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkey_user_id'), ['user_id'], unique=False)

    op.create_table('recovery_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_recovery_code_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_recovery_code_code_hash'))
    )
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_code_user_id'), ['user_id'], unique=False)

    op.create_table('sign_in_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('way', sa.String(length=20), nullable=False),
    sa.Column('device', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=45), nullable=False),
    sa.Column('is_refused', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_sign_in_entry_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_entry'))
    )
    with op.batch_alter_table('sign_in_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_entry_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_entry_user_id'), ['user_id'], unique=False)

    with op.batch_alter_table('club', schema=None) as batch_op:
        batch_op.add_column(sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('password_link', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=8), nullable=False, server_default='password'))

    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_administrators', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('second_factor_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.add_column(sa.Column('folded_name', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('ask_about', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('photo_key', sa.String(length=43), nullable=True))
        batch_op.add_column(sa.Column('introduced_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_user_photo_key'), ['photo_key'])
        batch_op.create_index('ix_user_folded_name', ['folded_name'], unique=False)
    _take_expertise_apart()
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.drop_column('expertise')
    op.execute('DELETE FROM session WHERE user_id IN (SELECT id FROM "user" WHERE is_superadmin)')
    _forbid_changes_of_the_journal()


def downgrade() -> None:
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.add_column(sa.Column('expertise', sa.VARCHAR(length=300), nullable=False, server_default=''))
    _put_expertise_together()
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.drop_index('ix_user_folded_name')
        batch_op.drop_constraint(batch_op.f('uq_user_photo_key'), type_='unique')
        batch_op.drop_column('introduced_at')
        batch_op.drop_column('photo_key')
        batch_op.drop_column('ask_about')
        batch_op.drop_column('folded_name')

    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.drop_column('confirmed_at')
        batch_op.drop_column('second_factor_at')
        batch_op.drop_column('is_administrators')

    with op.batch_alter_table('password_link', schema=None) as batch_op:
        batch_op.drop_column('kind')

    with op.batch_alter_table('club', schema=None) as batch_op:
        batch_op.drop_column('archived_at')

    with op.batch_alter_table('sign_in_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_entry_user_id'))
        batch_op.drop_index(batch_op.f('ix_sign_in_entry_at'))

    op.drop_table('sign_in_entry')
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recovery_code_user_id'))

    op.drop_table('recovery_code')
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passkey_user_id'))

    op.drop_table('passkey')
    with op.batch_alter_table('operator_administrator', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_operator_administrator_operator_id'))

    op.drop_table('operator_administrator')
    with op.batch_alter_table('expertise', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_expertise_folded_name'))

    op.drop_table('expertise')
    op.drop_table('authenticator')
    op.drop_table('journal_saying')
    op.drop_table('journal_head')
    with op.batch_alter_table('journal_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_journal_entry_user_id'))
        batch_op.drop_index(batch_op.f('ix_journal_entry_club_id'))
        batch_op.drop_index(batch_op.f('ix_journal_entry_at'))

    op.drop_table('journal_entry')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_rewrite()")


def _fold(text):
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae").replace("Œ", "oe"))
    plain = "".join(c if c.isascii() and c.isalnum() else " " for c in plain.lower() if not unicodedata.combining(c))
    return " ".join(plain.split())


def _take_expertise_apart():
    bind = op.get_bind()
    users = bind.execute(sa.text('SELECT id, name, expertise FROM "user"')).all()
    for user_id, name, expertise in users:
        bind.execute(
            sa.text('UPDATE "user" SET folded_name = :folded, introduced_at = created_at WHERE id = :id'),
            {"folded": _fold(name)[:120], "id": user_id},
        )
        known = {}
        for one in (expertise or "").split(","):
            known.setdefault(_fold(one)[:60], one.strip()[:60])
        known.pop("", None)
        for position, (folded, one) in enumerate(known.items()):
            bind.execute(
                sa.text("INSERT INTO expertise (user_id, folded_name, name, position) VALUES (:user, :folded, :name, :position)"),
                {"user": user_id, "folded": folded, "name": one, "position": position},
            )


def _put_expertise_together():
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT user_id, name FROM expertise ORDER BY user_id, position")).all()
    known = {}
    for user_id, name in rows:
        known.setdefault(user_id, []).append(name)
    for user_id, names in known.items():
        bind.execute(
            sa.text('UPDATE "user" SET expertise = :words WHERE id = :id'),
            {"words": ", ".join(names)[:300], "id": user_id},
        )


def _forbid_changes_of_the_journal():
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER journal_entry_no_{act.lower()} BEFORE {act} ON journal_entry "
                "BEGIN SELECT RAISE(ABORT, 'the journal is not rewritten'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the journal is not rewritten'; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE OR DELETE ON journal_entry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite()"
    )
