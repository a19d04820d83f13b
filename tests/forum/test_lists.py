"""The lists of a club."""

from functools import partial

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import db
from app.core.plain_text import from_plain
from app.forum import operations
from app.forum.models import Kind, Post, ReadMark, Tag, Topic
from tests.races import race
from tests.world import counting_queries


def test_tabs_show_what_they_say(world):
    waiting = world.question(title="Qui attend ?")
    solved = world.question(title="Qui est résolue ?")
    operations.accept_answer(solved, post=world.reply(solved), chosen_by=world.nathalie)
    world.question(world.christine, title="Celle de Christine ?")
    page = world.browser(world.nathalie).get

    everything = page("/clubs/secretaires/questions").text
    assert all(
        title in everything for title in ("Qui attend", "Qui est résolue", "Celle de Christine")
    )
    unanswered = page("/clubs/secretaires/questions", liste="sans-reponse").text
    assert waiting.title[:10] in unanswered
    assert "Qui est résolue" not in unanswered
    settled = page("/clubs/secretaires/questions", liste="resolues").text
    assert "Qui est résolue" in settled
    assert "Qui attend" not in settled
    operations.close_topic(solved, by=world.sylvie)
    assert "Qui est résolue" in page("/clubs/secretaires/questions", liste="resolues").text
    mine = page("/clubs/secretaires/questions", liste="les-miennes").text
    assert "Qui attend" in mine
    assert "Celle de Christine" not in mine


def test_a_topic_is_unread_until_its_last_post_was_read(world):
    christine = world.browser(world.christine)
    topic = world.question(title="Le délai ?")

    assert "topic-unread" in christine.get("/clubs/secretaires").text
    christine.get(world.address(topic))
    assert "topic-unread" not in christine.get("/clubs/secretaires").text
    world.reply(topic, world.sylvie)
    assert "topic-unread" in christine.get("/clubs/secretaires").text


def test_a_read_mark_never_moves_back(world):
    topic = world.question()
    world.reply(topic)
    operations.mark_read(topic, user=world.sylvie, number=2)
    operations.mark_read(topic, user=world.sylvie, number=1)

    mark = db.session.get(ReadMark, (world.sylvie.id, topic.id), populate_existing=True)
    assert mark.number == 2


def test_more_topics_cost_no_more_queries(world):
    nathalie = world.browser(world.nathalie)

    def cost(path):
        nathalie.get(path)
        with counting_queries() as statements:
            assert nathalie.get(path).status == 200
        return len(statements)

    def add(number):
        for n in range(number):
            topic = world.question(world.christine, title=f"Question {n} ?", tags=["budget"])
            world.reply(topic, world.sylvie)

    add(1)
    one = cost("/clubs/secretaires"), cost("/clubs/secretaires/questions")
    add(20)
    many = cost("/clubs/secretaires"), cost("/clubs/secretaires/questions")
    assert many == one


def test_a_topic_of_twenty_posts_costs_as_much_as_one_of_two(world):
    nathalie = world.browser(world.nathalie)
    short, long = world.question(world.christine), world.question(world.christine, title="Long ?")
    world.reply(short, world.sylvie)
    for n in range(19):
        world.reply(long, world.member(f"Membre {n}", world.secretaries))

    def cost(topic):
        address = world.address(topic)
        nathalie.get(address)
        with counting_queries() as statements:
            assert nathalie.get(address).status == 200
        return len(statements)

    # Session, membership, topic, tags, draft, posts, read mark, my clubs, bell, two policies.
    assert cost(long) == cost(short) == 15


def test_the_list_goes_on_where_it_stopped(world):
    for n in range(30):
        world.question(title=f"Question numéro {n:02d} ?")
    nathalie = world.browser(world.nathalie)

    first = nathalie.get("/clubs/secretaires/questions").text
    following = first.split('class="button button-secondary" href="')[1].split('"')[0]
    second = nathalie.get(following.replace("&amp;", "&")).text

    seen = [n for n in range(30) if f"numéro {n:02d}" in first]
    rest = [n for n in range(30) if f"numéro {n:02d}" in second]
    assert sorted(seen + rest) == list(range(30))


def test_an_empty_club_says_what_to_do(world):
    page = world.browser(world.nathalie).get("/clubs/secretaires").text
    assert "Aucune question pour l’instant" in page
    assert "Bienvenue au club" in page


def test_the_welcome_goes_away_once_read(world):
    nathalie = world.browser(world.nathalie)
    nathalie.post("/clubs/secretaires/accueil")
    assert "Bienvenue au club" not in nathalie.get("/clubs/secretaires").text


def test_a_reply_is_found_on_its_page_whatever_was_deleted(world):
    topic = world.question()
    posts = [world.reply(topic, body=f"Réponse {n}") for n in range(22)]
    nathalie = world.browser(world.nathalie)
    path = f"/clubs/secretaires/questions/{topic.id}"
    assert nathalie.get(path, message=23).location.endswith("?page=2#message-23")
    for post in posts[:5]:
        operations.delete_post(post)
    last = nathalie.post(f"{path}/reponses", body="La dernière.", client_id="z")
    page = nathalie.get(last.location.split("#")[0])
    assert page.status == 200
    assert "La dernière." in page.text
    assert nathalie.get(world.address(topic), page=99).status == 200


def test_deleting_twice_counts_once(app, world):
    topic = world.question()
    post_id, topic_id = world.reply(topic).id, topic.id

    def delete(ready):
        post = db.session.get(Post, post_id)
        ready()
        operations.delete_post(post)

    assert race(app, [delete] * 16) == [None] * 16
    assert db.session.get(Topic, topic_id).reply_count == 0


def test_sixteen_who_bring_the_same_tag_share_it(app, world):
    club_id, author_id = world.secretaries.id, world.nathalie.id

    def ask(ready, number):
        club, author = db.session.get(Club, club_id), db.session.get(User, author_id)
        ready()
        operations.open_topic(
            club,
            author=author,
            kind=Kind.QUESTION,
            title=f"Q{number}",
            body=from_plain("x"),
            tags=["neuf"],
        )

    assert race(app, [partial(ask, number=n) for n in range(16)]) == [None] * 16
    assert db.session.query(Tag).count() == 1
