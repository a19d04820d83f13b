"""Thanks, used here, bookmarks, watching: said without words."""

from app.clubs import operations as clubs
from app.clubs.queries import membership_of
from app.core.database import db
from app.core.transaction import atomic
from app.forum import operations
from app.forum.models import Bookmark, Reaction, ReactionKind, WatchLevel
from app.notifications.models import Notification
from tests.races import race
from tests.world import counting_queries


def told(user):
    db.session.rollback()
    return {one.key for one in db.session.query(Notification).filter_by(user_id=user.id)}


def test_a_member_thanks_and_takes_it_back(world):
    post = world.reply(world.question())
    nathalie = world.browser(world.nathalie)
    address = f"/clubs/secretaires/reponses/{post.id}/merci"

    nathalie.post(address, actif="1")
    nathalie.post(address, actif="1")
    page = nathalie.get(world.address(post.topic)).text
    assert 'aria-pressed="true"' in page
    assert "Merci <b>1</b>" in page

    nathalie.post(address, actif="0")
    assert db.session.query(Reaction).count() == 0


def test_nobody_thanks_herself(world):
    post = world.reply(world.question())
    christine = world.browser(world.christine)
    assert christine.post(f"/clubs/secretaires/reponses/{post.id}/merci", actif="1").status == 403
    assert db.session.query(Reaction).count() == 0


def test_used_here_says_where_by_bracket(world):
    post = world.reply(world.question())
    with atomic():
        world.sylvie.organization = world.organization("Kervalan", 1_120)
    for user in (world.nathalie, world.sylvie):
        operations.react(post, user=user, kind=ReactionKind.USED, is_on=True)

    page = world.browser(world.christine).get(world.address(post.topic)).text
    assert "Utilisé chez nous <b>2</b>" in page
    small, large = page.index("moins de 500"), page.index("500 à 1")
    assert small < page.index("Saint-Loup-des-Prés", small) < large < page.index("Kervalan", large)


def test_a_script_gets_the_marks_anew(world):
    post = world.reply(world.question())
    nathalie = world.browser(world.nathalie)
    nathalie.headers = {"Accept": "application/json"}
    answer = nathalie.post(f"/clubs/secretaires/reponses/{post.id}/utilise", actif="1")
    assert "Utilisé chez nous <b>1</b>" in answer.json["html"]


def test_a_bookmark_is_found_again_and_seen_by_nobody_else(world):
    post = world.reply(world.question(title="Quel délai garder ?"))
    nathalie = world.browser(world.nathalie)
    assert "Aucun signet" in nathalie.get("/signets").text
    nathalie.post(f"/clubs/secretaires/reponses/{post.id}/signet", actif="1")

    assert "Quel délai garder" in nathalie.get("/signets").text
    assert "Quel délai garder" not in world.browser(world.christine).get("/signets").text
    clubs.end_membership(membership_of(world.nathalie, world.secretaries.id))
    assert "Quel délai garder" not in nathalie.get("/signets").text


def test_who_watches_hears_of_each_reply_and_who_mutes_of_none(world):
    topic = world.question()
    fan, deaf = world.christine, world.nathalie  # the asker herself may be tired of it
    world.browser(fan).post(f"/clubs/secretaires/questions/{topic.id}/suivi", niveau="abonne")
    world.browser(deaf).post(f"/clubs/secretaires/questions/{topic.id}/suivi", niveau="muet")

    post = world.reply(topic, author=world.sylvie)
    named = world.reply(topic, author=world.sylvie, body="Et @Nathalie Guérin ?")
    world.deliver()
    assert told(fan) == {f"watched.{post.id}", f"watched.{named.id}"}
    assert told(deaf) == {f"mention.{named.id}"}

    page = world.browser(fan).get("/notifications").text
    assert "que vous suivez" in page
    operations.mark_read(topic, user=fan)
    assert all(one.read_at for one in db.session.query(Notification).filter_by(user_id=fan.id))


def test_the_ordinary_level_leaves_no_row_and_no_word(world):
    topic = world.question()
    operations.watch_topic(topic, user=world.christine, level=WatchLevel.WATCHING)
    operations.watch_topic(topic, user=world.christine, level=WatchLevel.NORMAL)
    world.reply(topic, author=world.sylvie)
    world.deliver()
    assert told(world.christine) == set()


def test_all_read_leaves_nothing_unread(world):
    christine = world.browser(world.christine)
    for number in range(3):
        topic = world.question(title=f"Question numéro {number} ?")
        world.reply(topic, body="Oui @Christine Morel.", author=world.sylvie)
    other = world.question(world.marc, club=world.archivists, title="Un récolement ?")
    clubs.add_member(world.archivists, user=world.christine)
    world.reply(other, author=world.marc, body="Oui @Christine Morel.")
    world.deliver()
    assert "topic-unread" in christine.get("/clubs/secretaires/questions").text

    christine.post("/clubs/secretaires/tout-lu")

    assert "topic-unread" not in christine.get("/clubs/secretaires/questions").text
    unread = db.session.query(Notification).filter_by(user_id=world.christine.id, read_at=None)
    assert [one.club_id for one in unread] == [world.archivists.id]


def test_marks_cost_as_much_for_one_post_as_for_many(world):
    topic = world.question()
    christine = world.browser(world.christine)

    def queries():
        christine.get(world.address(topic))
        with counting_queries() as statements:
            assert christine.get(world.address(topic)).status == 200
        return len(statements)

    post = world.reply(topic, author=world.sylvie)
    operations.react(post, user=world.nathalie, kind=ReactionKind.USED, is_on=True)
    few = queries()
    for _ in range(10):
        post = world.reply(topic, author=world.sylvie)
        for kind in ReactionKind:
            operations.react(post, user=world.nathalie, kind=kind, is_on=True)
    assert queries() == few


def test_sixteen_presses_at_once_are_one(app, world):
    post = world.reply(world.question())
    post_id, user_id = post.id, world.nathalie.id

    def press(ready):
        from app.accounts.models import User
        from app.forum.models import Post

        post, user = db.session.get(Post, post_id), db.session.get(User, user_id)
        ready()
        operations.react(post, user=user, kind=ReactionKind.THANKS, is_on=True)
        operations.keep_post(post, user=user, is_on=True)

    for _ in range(30):
        assert race(app, [press] * 16) == [None] * 16
    assert db.session.query(Reaction).count() == 1
    assert db.session.query(Bookmark).count() == 1
