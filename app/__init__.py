"""Le Préau: create_app() is the table of contents."""

from __future__ import annotations

import threading
from typing import Any

from apiflask import APIFlask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli, config, site
from app.accounts import identity, openid
from app.accounts import views as accounts
from app.administration import policies as _administration_policies
from app.administration import views as administration
from app.chat import api as _chat_api
from app.chat import policies as _chat_policies
from app.chat import sockets as _chat_sockets
from app.chat import views as chat
from app.clubs import api as _clubs_api
from app.clubs import greeting as _club_greeting
from app.clubs import policies as _club_policies
from app.clubs import views as clubs
from app.clubs import web as clubs_web
from app.core import (
    api,
    assets,
    database,
    errors,
    i18n,
    pages,
    security_headers,
    sockets,
    storage,
    web,
)
from app.files import api as _files_api
from app.files import finding as _files_found
from app.files import views as files
from app.forum import api as _forum_api
from app.forum import finding as _topics_found
from app.forum import keeping_true as _keeping_true
from app.forum import policies as _forum_policies
from app.forum import views as forum
from app.knowledge import api as _knowledge_api
from app.knowledge import finding as _procedures_found
from app.knowledge import keeping_true as _procedures_kept_true
from app.knowledge import policies as _knowledge_policies
from app.knowledge import views as knowledge
from app.knowledge import web as knowledge_web
from app.notifications import api as _notifications_api
from app.notifications import telling_choices as _choices_asked_for
from app.notifications import views as notifications
from app.onboarding import views as onboarding
from app.privacy import views as privacy
from app.reactions import REACTIONS
from app.search import api as _search_api
from app.search import index
from app.search import views as search
from app.silence import policies as _silence_policies
from app.silence import views as silence
from app.validity import policies as _validity_policies
from app.validity import views as validity

REGISTERED_BY_IMPORT = (
    _administration_policies,
    _chat_api,
    _chat_policies,
    _chat_sockets,
    _choices_asked_for,
    _clubs_api,
    _club_greeting,
    _club_policies,
    _files_api,
    _files_found,
    _forum_api,
    _forum_policies,
    _search_api,
    _knowledge_api,
    _knowledge_policies,
    _procedures_found,
    _procedures_kept_true,
    _topics_found,
    _notifications_api,
    _keeping_true,
    _silence_policies,
    _validity_policies,
)


def create_app(**settings: Any) -> APIFlask:
    """The application, from the environment; ``settings`` take precedence over it."""
    chosen = config.load(**settings)
    app = APIFlask(
        __name__,
        title=chosen.site_name,
        version="1",
        spec_path="/api/v1/openapi.json",
        docs_path=None,
        json_errors=False,
        template_folder=str(config.PROJECT / "templates"),
        static_folder=str(config.PROJECT / "static"),
        instance_path=str(chosen.data_dir),
    )
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    app.config.update(chosen.flask_config())
    app.extensions["settings"] = chosen
    app.extensions["reactions"] = REACTIONS
    app.extensions["worker_bell"] = threading.Event()

    database.init_app(app, chosen.database_url)
    Migrate(app, database.db, directory=str(config.PROJECT / "migrations"))
    i18n.init_app(app)
    security_headers.init_app(app)
    identity.init_app(app)
    openid.init_app(app)
    web.init_app(app)
    errors.init_app(app)
    pages.init_app(app)
    assets.init_app(app)
    clubs_web.init_app(app)
    knowledge_web.init_app(app)
    silence.init_app(app)
    site.init_app(app)
    notifications.init_app(app)
    onboarding.init_app(app)
    sockets.init_app(app)
    index.init_app(app)
    storage.init_app(app, chosen.data_dir)

    app.register_blueprint(site.blueprint)
    app.register_blueprint(accounts.blueprint)
    app.register_blueprint(clubs.blueprint)
    app.register_blueprint(administration.blueprint)
    app.register_blueprint(files.blueprint)
    app.register_blueprint(forum.blueprint)
    app.register_blueprint(search.blueprint)
    app.register_blueprint(forum.marks.kept)
    app.register_blueprint(knowledge.blueprint)
    app.register_blueprint(silence.blueprint)
    app.register_blueprint(validity.blueprint)
    app.register_blueprint(chat.blueprint)
    app.register_blueprint(notifications.blueprint)
    app.register_blueprint(onboarding.blueprint)
    app.register_blueprint(privacy.blueprint)
    api.init_app(app)
    cli.init_app(app)

    app.jinja_env.globals["site_name"] = chosen.site_name
    if chosen.proxy_hops:
        hops = chosen.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
