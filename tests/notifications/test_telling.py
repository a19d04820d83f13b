"""A member is told once, of what she may read, the way she wants."""

import re
from email.message import Message

import pytest

from app.chat import operations as chat
from app.clubs import operations as clubs
from app.clubs.queries import membership_of
from app.core.database import db
from app.forum import operations as forum
from app.notifications import operations, queries, telling
from app.notifications.models import Notification, NotificationKind
from tests.letters import letters


def kinds(user):
    return [row.kind for row in db.session.query(Notification).filter_by(user_id=user.id)]


def test_the_asker_hears_of_a_reply_on_the_site_and_by_letter(world):
    topic = world.question(title="Quel délai ?")
    world.reply(topic, body="Trois jours francs.")
    world.deliver()

    nathalie = world.browser(world.nathalie)
    page = nathalie.get("/notifications").text
    assert "Christine Morel a répondu à «\u00a0Quel délai\u202f?\u00a0»" in page
    assert "data-count>1" in page
    letter = letters(world)[0]
    assert letter["To"] == f"Nathalie Guérin <{world.nathalie.email}>"
    assert "Trois jours francs." in letter.text
    link = f"/clubs/secretaires/questions/{topic.id}?message=2"
    assert f"http://localhost{link}" in letter.text
    assert nathalie.get(link).location == f"{world.address(topic)}#message-2"
    assert "Lire la réponse" in letter.html
    assert kinds(world.christine) == []


def test_letters_of_one_question_stay_together(world):
    topic = world.question()
    world.reply(topic)
    world.reply(topic, body="Ou quatre.")
    world.deliver()
    first, second = letters(world)
    assert first["References"] == second["References"] == first["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@localhost>", first["Message-ID"])
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_handler_run_twice_tells_once(world):
    post = world.reply(world.question())
    event = telling.PostAdded(post.id, post.topic_id)
    telling.tell_of_post(event)
    telling.tell_of_post(event)
    world.deliver()
    assert kinds(world.nathalie) == ["reply"]
    assert len(letters(world)) == 1


def test_those_who_are_named_hear_of_it(world):
    assert world.sylvie
    topic = world.question(body="Qu’en pense @Sylvie Cariou ?")
    world.reply(topic, body="@Sylvie Cariou et @Nathalie Guérin, oui.")
    world.say("Bonjour @Sylvie Cariou", world.christine)
    world.deliver()
    assert kinds(world.sylvie) == ["mention", "mention", "mention"]
    assert kinds(world.nathalie) == ["reply"], "one reason is enough"


def test_the_author_of_the_chosen_answer_hears_of_it(world):
    topic = world.question()
    post = world.reply(topic)
    forum.accept_answer(topic, post=post, chosen_by=world.nathalie)
    world.deliver()
    assert kinds(world.christine) == ["accepted"]
    assert "Nathalie Guérin a retenu votre réponse" in letters(world)[-1]["Subject"].replace(
        "\u00a0", " "
    )


def test_who_left_the_club_is_told_nothing(world):
    """Asked again when sent: the letter was due, the member is gone."""
    world.reply(world.question())
    event = db.session.query(telling.Post).filter_by(number=2).one()
    telling.tell_of_post(telling.PostAdded(event.id, event.topic_id))
    assert kinds(world.nathalie) == ["reply"]
    clubs.end_membership(membership_of(world.nathalie, world.secretaries.id))
    world.deliver()
    assert letters(world) == []
    assert world.browser(world.nathalie).get("/notifications").text.count("a répondu à") == 0
    assert world.program(world.nathalie).get("/api/v1/notifications").json["items"] == []


def test_each_kind_is_switched_off_on_one_page(world):
    nathalie = world.browser(world.nathalie)
    assert nathalie.get("/compte/notifications").status == 200
    nathalie.post(
        "/compte/notifications",
        **{"reply-site": "y", "mention-email": "y", "accepted-site": "y", "accepted-email": "y"},
    )
    topic = world.question()
    world.reply(topic, body="Trois jours.")
    world.say("Bonjour @Nathalie Guérin", world.christine)
    world.deliver()
    assert [letter["Subject"].replace("\u00a0", " ") for letter in letters(world)] == [
        "Christine Morel vous cite dans « Salon général »"
    ]
    page = nathalie.get("/notifications").text
    assert "a répondu" in page
    assert "vous cite" not in page


def test_one_click_stops_the_letters_without_a_session(world):
    topic = world.question()
    world.reply(topic)
    world.deliver()
    path = re.search(r"<http://localhost(/\S+)>", letters(world)[0]["List-Unsubscribe"])[1]
    stranger = world.browser()
    assert "Ne plus recevoir" in stranger.get(path).text
    assert queries.preference_of(world.nathalie, NotificationKind.REPLY).by_email, (
        "looking changes nothing"
    )
    done = stranger.client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    world.reply(topic, body="Encore.")
    world.deliver()
    assert len(letters(world)) == 1
    assert stranger.get(path[:-4] + "0000").status == 404
    assert stranger.get("/desabonnement/nonsense").status == 404


def test_what_was_read_meanwhile_is_not_mailed(world):
    world.reply(world.question())
    post = db.session.query(telling.Post).filter_by(number=2).one()
    telling.tell_of_post(telling.PostAdded(post.id, post.topic_id))
    operations.read_notifications(world.nathalie.id)
    world.deliver()
    assert letters(world) == []


def test_opening_the_question_reads_its_notifications(world):
    topic = world.question()
    world.reply(topic)
    world.deliver()
    nathalie = world.browser(world.nathalie)
    assert queries.unread_count(world.nathalie) == 1
    nathalie.get(world.address(topic))
    assert queries.unread_count(world.nathalie) == 0


def test_opening_the_first_page_of_a_question_leaves_what_was_said_further_down(world):
    assert world.nathalie
    topic = world.question(author=world.christine)
    for _ in range(20):
        world.reply(topic, author=world.sylvie, body="Oui.")
    world.reply(topic, author=world.sylvie, body="Et vous @Nathalie Guérin ?")
    world.deliver()
    nathalie = world.browser(world.nathalie)
    address = f"/clubs/secretaires/questions/{topic.id}-{topic.slug}"
    nathalie.get(address)
    assert queries.unread_count(world.nathalie) == 1
    nathalie.get(address, page="2")
    assert queries.unread_count(world.nathalie) == 0


def test_opening_the_room_reads_the_mentions_it_showed_and_no_later_one(world):
    assert world.sylvie
    first = world.say("@Sylvie Cariou, d’abord")
    for n in range(60):
        world.say(f"puis {n}")
    world.say("@Sylvie Cariou, enfin")
    world.deliver()
    sylvie = world.browser(world.sylvie)
    assert queries.unread_count(world.sylvie) == 2
    room = f"/clubs/secretaires/salons/{world.room.id}-salon-general"
    assert "enfin" not in sylvie.get(room, autour=first.seq).text
    assert queries.unread_count(world.sylvie) == 1
    assert "enfin" in sylvie.get(room).text
    assert queries.unread_count(world.sylvie) == 0


def test_opening_a_notification_reads_it_even_where_all_was_read_already(world):
    topic = world.question()
    post = world.reply(topic)
    christine = world.browser(world.christine)
    forum.accept_answer(topic, post=post, chosen_by=world.nathalie)
    world.deliver()
    christine.get(world.address(topic))
    page = christine.get("/notifications").text
    assert queries.unread_count(world.christine) == 1
    path = re.search(r'href="(/notifications/\d+)"', page)[1]
    assert christine.get(path).location == f"/clubs/secretaires/questions/{topic.id}?message=2"
    assert queries.unread_count(world.christine) == 0
    assert path not in christine.get("/notifications").text, "once read, its link leads straight"


def test_the_api_lists_and_reads(world):
    for n in range(3):
        world.reply(world.question(title=f"Question {n} ?"))
    world.deliver()
    nathalie = world.program(world.nathalie)
    page = nathalie.get("/api/v1/notifications", limit=2).json
    assert [item["kind"] for item in page["items"]] == ["reply", "reply"]
    assert nathalie.get("/api/v1/notifications", cursor=page["next"]).json["next"] is None
    left = nathalie.send("POST", "/api/v1/notifications/read", {"ids": [page["items"][0]["id"]]})
    assert left.json == {"unread": 2}
    assert nathalie.send("POST", "/api/v1/notifications/read", {}).json == {"unread": 0}


def test_nobody_reads_anothers_notifications(world):
    world.reply(world.question())
    world.deliver()
    one = db.session.query(Notification).one()
    christine = world.program(world.christine)
    assert christine.get("/api/v1/notifications").json["items"] == []
    christine.send("POST", "/api/v1/notifications/read", {"ids": [one.id]})
    assert queries.unread_count(world.nathalie) == 1
    assert world.browser(world.christine).get(f"/notifications/{one.id}").status == 404
    assert world.browser(world.nathalie).get(f"/notifications/{one.id}").status == 302


@pytest.mark.parametrize("header", ["Bcc", "Subject"])
def test_a_name_cannot_add_a_header(world, header):
    sly = world.member(f"Eve {header}: x@evil.test", world.secretaries)
    world.reply(world.question(), sly)
    world.deliver()
    letter: Message = letters(world)[0]
    assert letter["Bcc"] is None
    assert len(letter.get_all("Subject")) == 1


def test_what_was_deleted_stands_in_no_bell_and_leaves_in_no_letter(world):
    post = world.reply(world.question(), body="Un numéro à ne pas montrer")
    said = world.say("@Nathalie Guérin un autre numéro", world.christine)
    telling.tell_of_post(telling.PostAdded(post.id, post.topic_id))
    telling.tell_of_message(telling.MessagePosted(said.id))
    assert sorted(kinds(world.nathalie)) == ["mention", "reply"]
    forum.delete_post(post)
    chat.delete_message(said)
    assert kinds(world.nathalie) == []
    world.deliver()
    assert letters(world) == []


def test_what_was_read_on_the_spot_is_not_told(world):
    assert world.sylvie
    said = world.say("@Sylvie Cariou tu vois ?")
    chat.mark_room_read(world.room, user=world.sylvie, seq=said.seq)
    world.deliver()
    assert kinds(world.sylvie) == []


@pytest.mark.parametrize(
    "token", ["1-reply-é", "²-reply-a", "1-reply", "9999999999-reply-a", "1-other-0"]
)
def test_a_made_up_unsubscribe_link_is_not_found(world, token):
    assert world.browser().get(f"/desabonnement/{token}").status == 404
