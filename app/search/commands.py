"""``flask search``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.database import db
from app.search import index, keeping
from app.search.evaluation import Scores, evaluate
from app.search.postgres_engine import PostgresEngine
from app.search.whoosh_engine import WhooshEngine

search = AppGroup("search", help="The index that finds everything again.")


@search.command("rebuild")
def rebuild() -> None:
    """Index everything anew beside the living index, then switch to it."""
    count = index.rebuild()
    keeping.repair()  # what changed meanwhile is indexed again by the server's worker
    click.echo(f"{count} documents")


@search.command("check")
def check() -> None:
    """Compare index and database; what differs is repaired by the server's worker."""
    found = keeping.repair()
    for what, ids in (
        ("missing", found.missing),
        ("out of date", found.stale),
        ("of what is no more", found.orphaned),
    ):
        if ids:
            click.echo(f"{len(ids)} {what}: {', '.join(map(str, sorted(ids)[:20]))}")
    click.echo("The index is true." if not found.ids else f"{len(found.ids)} to index again")


@search.command("evaluate")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def evaluate_folder(folder: Path) -> None:
    """Judge the engine on FOLDER (corpus.jsonl, queries.jsonl, qrels.tsv), in an index of its own."""
    scores = _evaluated(folder)
    click.echo(f"queries   {scores.queries}")
    click.echo(f"MRR@10    {scores.mrr:.4f}")
    click.echo(f"recall@10 {scores.recall:.4f}")
    click.echo(f"nDCG@10   {scores.ndcg:.4f}")


def _evaluated(folder: Path) -> Scores:
    if current_app.extensions["settings"].search_engine == "postgresql":
        engine = PostgresEngine(db.engine, schema="search_evaluation")
        try:
            return evaluate(engine, folder)
        finally:
            engine.drop()
    with tempfile.TemporaryDirectory() as own:
        return evaluate(WhooshEngine(Path(own)), folder)
