"""A club full of one strange word, for those who look whether it shows elsewhere."""

from __future__ import annotations

from app.accounts import operations as accounts
from app.accounts.operations import Profile
from app.clubs import operations as clubs
from app.clubs.operations import Welcome
from app.clubs.queries import membership_of
from app.core import clock
from app.core.database import db
from app.core.rich_text import from_html
from app.core.transaction import atomic
from app.files.operations import upload
from app.forum import operations as forum
from app.forum.operations import DraftWords
from app.knowledge import operations as knowledge
from app.silence.models import Offer
from tests.files import pictures
from tests.files.documents import written_pdf
from tests.world import procedure_words

CANARY = "zzcanarizz"


def fill(world):
    """A club full of canaries, and someone outside it."""
    topic = world.question(title=f"{CANARY} titre", body=f"{CANARY} corps", tags=[f"{CANARY} tag"])
    picture, _ = upload(world.nathalie, name=f"{CANARY}.png", content=pictures.picture())
    paper, _ = upload(world.nathalie, name=f"{CANARY}.pdf", content=written_pdf(CANARY))
    shown = from_html(
        f'<p>{CANARY} réponse <a href="{paper.path}">{CANARY}</a></p>'
        f'<img src="{picture.path}" alt="{CANARY}">'
    )
    post, _ = forum.add_post(topic, author=world.nathalie, body=shown)
    forum.accept_answer(topic, post=post, chosen_by=world.sylvie, validated=True)
    welcome = Welcome([world.secretaries], world.sylvie, message=CANARY)
    invitation = clubs.invite(f"{CANARY}@exemple.test", welcome)
    batch = clubs.draw_up_batch(welcome, content=f"{CANARY}.liste@exemple.test")
    request = clubs.ask_to_join(world.secretaries, user=world.person("Zoé"), reason=CANARY)
    proposal = clubs.propose_member(
        world.secretaries,
        proposer=world.nathalie,
        email=f"{CANARY}.propose@exemple.test",
        name=CANARY,
    )
    profile = Profile(f"{CANARY} Personne", CANARY, CANARY, CANARY, CANARY)
    shown = world.member("Montrée", world.secretaries)
    accounts.edit_profile(shown, profile)
    accounts.set_photo(shown, content=pictures.picture())
    removed = world.member("Retirée", world.secretaries)
    clubs.remove_member(
        membership_of(removed, world.secretaries.id), by=world.sylvie, reason=CANARY
    )
    message = world.say(f"{CANARY} salon @Sylvie Cariou")
    world.deliver()
    forum.save_draft(
        world.nathalie,
        DraftWords(title=CANARY, body=CANARY),
        club=world.secretaries,
        place="question",
    )
    template = forum.save_template(
        world.secretaries, name=f"{CANARY} modèle", body=from_html(CANARY), by=world.sylvie
    )
    procedure = world.procedure(
        title=f"{CANARY} procédure", body=f"1. {CANARY} étape [{CANARY}]({paper.path})"
    )
    drafted = world.procedure(title=f"{CANARY} brouillon", is_published=False)
    knowledge.adopt(procedure, user=world.christine, variant=f"{CANARY} variante")
    comment, _ = knowledge.comment(procedure, author=world.christine, body=from_html(CANARY))
    assert drafted.id != procedure.id
    again = procedure_words(f"{CANARY} procédure", f"1. {CANARY} étape deux")
    knowledge.save_procedure(procedure, editor=world.nathalie, words=again, seen=1)
    knowledge.publish(procedure, by=world.sylvie, note=CANARY, seen=2)
    sister = clubs.found_club("voisines", name="Voisines", profession="Secrétaire de mairie")
    travelling = world.question(
        world.member("Voisine", sister), title=f"{CANARY} voisine", body=CANARY, club=sister
    )
    with atomic():
        travelling.may_travel = True
        db.session.add(
            Offer(topic_id=travelling.id, club_id=world.secretaries.id, offered_at=clock.now())
        )
    world.deliver()
    return {
        "slug": "secretaires",
        "procedure_id": procedure.id,
        "comment_id": comment.id,
        "offered_id": travelling.id,
        "club_id": world.secretaries.id,
        "person_id": shown.id,
        "photo_key": shown.photo_key,
        "operator_id": world.secretaries.operators[0].id,
        "topic_id": topic.id,
        "post_id": post.id,
        "invitation_id": invitation.id,
        "batch_id": batch.id,
        "request_id": request.id,
        "proposal_id": proposal.id,
        "name": topic.slug,
        "room_id": message.room_id,
        "message_id": message.id,
        "number": 2,
        "tag_id": topic.tags[0].id,
        "template_id": template.id,
        "kind": "merci",
        "file_token": paper.token,
        "size": "document",
    }
