"""Asking, and the page of a topic."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.models import Club, Membership
from app.clubs.web import membership_in_reach
from app.core.database import db
from app.core.errors import Invalid, Refusal
from app.core.i18n import lazy
from app.core.web import after_page, authorize, bounded, in_reach
from app.forum import operations, queries
from app.forum.forms import ReplyForm, TopicForm
from app.forum.models import Kind, Post, Purpose, Topic, WatchLevel
from app.forum.operations import Besides
from app.forum.quoting import quoted
from app.forum.views import blueprint
from app.forum.views.reaching import (
    POSTS_PER_PAGE,
    post_of,
    topic_address,
    topic_of,
    where_it_went,
)
from app.forum.views.writing import written
from app.search.finding import similar
from app.validity.queries import standing_of

LEVELS = {
    WatchLevel.WATCHING: (lazy("Abonné"), lazy("Je suis prévenu de chaque réponse.")),
    WatchLevel.NORMAL: (lazy("Normal"), lazy("Je suis prévenu de ce qui m’est destiné.")),
    WatchLevel.MUTED: (lazy("Muet"), lazy("Je ne suis prévenu que si l’on me cite.")),
}


@blueprint.route("/questions/nouvelle", methods=["GET", "POST"])
def ask(slug: str) -> ResponseReturnValue:
    """Ask a question, or start a discussion."""
    club = membership_in_reach(slug).club
    authorize("ask in", club)
    form = TopicForm()
    other_title = ""
    if form.is_submitted():
        try:
            return redirect(topic_address(_open_topic(club, form)))
        except Refusal as refusal:
            form.refuse(refusal)
    else:
        other_title = _begin_question(club, form)
    words = {
        "club": club,
        "other_title": other_title,
        "form": form,
        "tags": queries.tags_of(club),
        "templates": queries.templates_of(club, Purpose.QUESTION),
        "mask": queries.mask_for(current_member(), club),
        "similar": similar(current_member(), form.title.data or ""),
    }
    return render_template("forum/ask.html", **words), form.status


@blueprint.get("/questions/<int:topic_id>")
@blueprint.get("/questions/<int:topic_id>-<path:name>")
def topic(slug: str, topic_id: int, name: str = "") -> ResponseReturnValue:
    """A topic with its posts; the current answer stands first too."""
    membership = membership_in_reach(slug)
    number = bounded(request.args.get("message", type=int))
    found = queries.topic_in_reach(current_member(), topic_id)
    if found is None or found.club_id != membership.club_id:
        return where_it_went(membership, topic_id, number)
    if number and (elsewhere := queries.split_off(current_member(), found, number)):
        return redirect(topic_address(elsewhere.topic, number=elsewhere.number))
    if name != found.slug or number:
        return redirect(topic_address(found, number=number))
    form = ReplyForm()
    draft = queries.draft_of(current_member(), found.club, f"topic-{found.id}")
    form.resume(draft)
    if cited := bounded(request.args.get("citer", type=int)):
        form.quote(quoted(post_of(membership, cited)))
    return show_topic(found, form, draft_saved_at=draft.saved_at if draft else None)


@blueprint.get("/questions/<int:topic_id>/reponses/<int:number>")
def post(slug: str, topic_id: int, number: int) -> str:
    """One reply alone, for those who read the question while it comes in."""
    found = topic_of(membership_in_reach(slug), topic_id)
    reply = in_reach(db.session.scalar(queries.posts_of(found).where(Post.number == number)))
    member = current_member()
    after_page(lambda: operations.mark_read(found, user=member, number=number))
    words = {"club": found.club, "topic": found, "post": reply, "anchor": f"message-{number}"}
    marks = queries.marks_of(member, [reply])
    return render_template("forum/posts/_fragment.html", **words, marks=marks)


@blueprint.route("/questions/<int:topic_id>/reponses", methods=["GET", "POST"])
def reply(slug: str, topic_id: int) -> ResponseReturnValue:
    """Reply to a topic; the address of a refused reply, opened again, leads to the topic."""
    membership = membership_in_reach(slug)
    found = queries.topic_in_reach(current_member(), topic_id)
    if found is None or found.club_id != membership.club_id:
        return _reply_elsewhere(membership, topic_id)
    if request.method == "GET":
        return redirect(topic_address(found))
    authorize("reply to", found)
    form = ReplyForm()
    try:
        post, _ = operations.add_post(
            found,
            author=current_member(),
            body=written(form, club=found.club),
            client_id=form.name(),
            besides=Besides(draft_version=form.seen(), is_anonymous=bool(form.is_anonymous.data)),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return show_topic(found, form)
    return redirect(topic_address(found, number=post.number))


@blueprint.route("/questions/<int:topic_id>/modifier", methods=["GET", "POST"])
def edit_topic(slug: str, topic_id: int) -> ResponseReturnValue:
    """Change the title, the tags and the text of a topic."""
    found = topic_of(membership_in_reach(slug), topic_id)
    opening = queries.opening_of(found)
    authorize("edit", opening)
    form = TopicForm()
    if form.is_submitted():
        try:
            body = written(
                form, club=found.club, former=opening.body_html, former_title=found.title
            )
            operations.edit_topic(
                opening,
                editor=current_member(),
                title=form.title.data or "",
                tags=form.all_tags(),
                body=body,
            )
            flash(str(lazy("Votre question est modifiée.")))
            return redirect(topic_address(found))
        except Refusal as refusal:
            form.refuse(refusal)
    else:
        form.title.data = found.title
        form.bring(opening.body_html)
        form.chosen_tags.data = [tag.name for tag in found.tags]
    words = {"club": found.club, "topic": found, "form": form, "tags": queries.tags_of(found.club)}
    return render_template("forum/edit_topic.html", **words), form.status


def show_topic(found: Topic, form: ReplyForm, **words: object) -> ResponseReturnValue:
    """The page of a topic, with the reply being written."""
    pages = -(-(found.reply_count + 1) // POSTS_PER_PAGE)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    rows = queries.posts_of(found).offset((page - 1) * POSTS_PER_PAGE).limit(POSTS_PER_PAGE)
    posts = list(db.session.scalars(rows))
    if not posts:
        abort(404)
    member = current_member()
    answer = next((p for p in posts if found.answer and p.id == found.answer.post_id), None)
    last_seen, (was_read, level, worn) = posts[-1].number, queries.reading_of(member, found)
    if page == pages:
        last_seen = found.last_number  # the last posts may be gone: split off, or deleted
    since = bounded(request.args.get("depuis", type=int))
    if since is not None:
        was_read = min(was_read, since)  # the line stays where the reader came from
    if not form.is_submitted() and not words.get("draft_saved_at"):
        form.is_anonymous.data = worn is not None  # who asked behind a label goes on behind it
    is_behind = 0 < was_read < found.last_number
    if was_read < last_seen:
        after_page(lambda: operations.mark_read(found, user=member, number=last_seen))
    first_unread = queries.first_after(found, was_read) if is_behind else None
    pinned = answer or (queries.answer_post(found) if page == 1 else None)
    status = form.status
    return render_template(
        "forum/topic.html",
        club=found.club,
        topic=found,
        posts=posts,
        answer_post=pinned,
        standing=standing_of(f"post:{found.answer.post_id}") if found.answer else None,
        marks=queries.marks_of(member, [*posts, pinned] if pinned else posts),
        poll=queries.poll_of(found, reader=member) if page == 1 else None,
        level=level,
        own_mask=worn,
        levels=LEVELS,
        first_unread=first_unread,
        unread_address=_address_since(found, first_unread, was_read) if since is None else None,
        page=page,
        pages=pages,
        form=form,
        **words,
    ), status


def _address_since(found: Topic, number: int | None, was_read: int) -> str | None:
    if number is None:
        return None
    path, _, anchor = topic_address(found, number=number).partition("#")
    return f"{path}{'&' if '?' in path else '?'}depuis={was_read}#{anchor}"


def _reply_elsewhere(membership: Membership, topic_id: int) -> ResponseReturnValue:
    """What was written under a topic that was merged or moved meanwhile, given back where it is now."""
    if request.method == "GET":
        return where_it_went(membership, topic_id, None)
    traced = in_reach(queries.trace_of(current_member(), membership.club, topic_id))
    authorize("reply to", traced[0])
    form = ReplyForm()
    form.refuse(
        Invalid(
            "body",
            lazy(
                "Cette question vient d’être réunie à une autre, ou déplacée. La voici : votre texte est là, publiez-le s’il convient encore."
            ),
        )
    )
    return show_topic(traced[0], form)


def _begin_question(club: Club, form: TopicForm) -> str:
    """Fill the form with what was begun; returns the title just asked for, if it is another's."""
    title = request.args.get("titre", "").strip()
    draft = queries.draft_of(current_member(), club, "question")
    if title and (draft is None or "neuve" in request.args):
        form.title.data = title
        return ""
    form.resume(draft)
    offered = queries.template_in_club(club, bounded(request.args.get("modele", type=int)))
    if offered and not (form.body.data or "").strip():
        form.bring(offered.body_html)
        form.title.data = form.title.data or title
    return title if title != form.title.data else ""


def _open_topic(club: Club, form: TopicForm) -> Topic:
    kind = Kind(form.kind.data) if form.kind.data in set(Kind) else Kind.QUESTION
    if kind is Kind.ANNOUNCEMENT:
        authorize("announce in", club)
    body = written(form, club=club)  # first: it may put a mask in the title
    opened, _ = operations.open_topic(
        club,
        author=current_member(),
        kind=kind,
        title=form.title.data or "",
        body=body,
        tags=form.all_tags(),
        client_id=form.name(),
        besides=Besides(
            poll=form.poll(),
            draft_version=form.seen(),
            is_anonymous=bool(form.is_anonymous.data) and kind is not Kind.ANNOUNCEMENT,
            may_travel=bool(form.may_travel.data),
        ),
    )
    return opened
