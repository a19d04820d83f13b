"""The WSGI entry point: ``flask --app wsgi …`` and any WSGI server start here."""

from app import create_app

app = create_app()
