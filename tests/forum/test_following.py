"""What was merged, moved or split is followed: by addresses, by a reply on its way, by an import."""

import json

from app.clubs import operations as clubs
from app.clubs.models import Role
from app.core.database import db
from app.forum import operations
from app.forum.models import Post, Topic
from app.forum.operations.importing import import_topics


def test_the_address_of_a_reply_leads_to_the_topic_it_was_split_into(world):
    topic = world.question()
    replies = [world.reply(topic, body=f"Réponse {n}") for n in range(3)]
    made = operations.split_topic(topic, posts=replies[1:2], title="À part ?", by=world.sylvie)
    nathalie = world.browser(world.nathalie)
    former = f"/clubs/secretaires/questions/{topic.id}"
    assert nathalie.get(former, message=3).location == world.address(made)
    assert nathalie.get(former, message=4).location.endswith("#message-4")

    into = world.question(title="L’autre ?")
    operations.merge_topic(db.session.get(Topic, topic.id), into=into, by=world.sylvie)
    assert nathalie.get(former, message=3).location == world.address(made)
    assert nathalie.get(f"/clubs/secretaires/questions/{into.id}", message=4).location == (
        world.address(made)
    )


def test_a_reply_on_its_way_to_a_merged_topic_is_given_back_where_it_is(world):
    topic, into = world.question(), world.question(title="Le même délai ?")
    address = f"/clubs/secretaires/questions/{topic.id}/reponses"
    operations.merge_topic(topic, into=into, by=world.sylvie)
    christine = world.browser(world.christine)
    given_back = christine.post(address, body="Trois jours francs.", client_id="x")
    assert given_back.status == 422
    assert "Trois jours francs." in given_back.text
    assert "vient d’être réunie à une autre" in given_back.text
    assert f"/questions/{into.id}/reponses" in given_back.text
    assert christine.get(address).location.startswith(world.address(into))
    assert db.session.query(Post).count() == 2
    assert world.browser(world.marc).post(address, body="Et moi ?").status == 404


def test_what_was_merged_or_moved_is_not_brought_in_again(world, tmp_path):
    clubs.add_member(world.archivists, user=world.sylvie, role=Role.MODERATOR)
    lines = [
        json.dumps({"external_id": f"fiche-{n}", "title": f"Fiche {n}", "body_text": "Corps."})
        for n in range(3)
    ]
    file = tmp_path / "topics.jsonl"
    file.write_text("\n".join(lines))

    def bring_in():
        rows = import_topics(file, club=world.secretaries, author=world.sylvie)
        return [line.is_new for line in rows]

    assert bring_in() == [True] * 3
    first, second, third = db.session.query(Topic).order_by(Topic.id)
    operations.merge_topic(first, into=second, by=world.sylvie)
    operations.move_topic(third, to=world.archivists, by=world.sylvie)
    assert bring_in() == [False] * 3
    operations.move_topic(third, to=world.secretaries, by=world.sylvie)
    assert bring_in() == [False] * 3
    assert db.session.query(Topic).count() == 2
