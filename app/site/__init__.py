"""What belongs to the site as a whole: legal pages, health, robots, the demonstration's outbox."""

from app.site.views import blueprint, init_app

__all__ = ["blueprint", "init_app"]
