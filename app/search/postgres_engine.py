"""The engine beside PostgreSQL: the same words and ranking over tables that a GIN index serves.

Candidates are the documents with one of the three rarest stems (measured: same relevance as all of
them, half the time); BM25 and the closer look are ours: `ts_rank` loses 18 to 52 % of MRR. The
tables are an index, disposable and rebuilt at will, in a schema of their own: no part of the
migrations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, text

from app.search import french
from app.search.documents import NOTHING, Document, Facets, Filters, Found, Hit, Scope
from app.search.fingerprints import fingerprint
from app.search.planning import CONTRACTED, Plan, Speller, plan
from app.search.ranking import LOOKED_AT, B, Features, bm25, idf, look_closer

RAREST = 3
CANDIDATES = 200
STAMP = f"2 {french.VERSION}"
FACETS = ("club_id", "kind", "state")

_TABLES = """
create table if not exists search_document (
  id bigint primary key, club_id bigint not null, kind text not null, state text not null,
  tags text[] not null, stems text[] not null, title_length int not null, body_length int not null,
  features text not null, boost real not null, fingerprint text not null);
create index if not exists search_document_stems on search_document using gin (stems);
create index if not exists search_document_club on search_document (club_id);
create table if not exists search_term (stem text primary key, documents int not null);
create table if not exists search_stamp (stamp text primary key)
"""
_COUNT_UP = """
insert into search_term (stem, documents) select unnest(cast(:stems as text[])), 1
on conflict (stem) do update set documents = search_term.documents + 1
"""
_COUNT_DOWN = """
update search_term set documents = documents - 1 from search_document d
where d.id = :id and search_term.stem = any(d.stems)
"""
_INSERT = """
insert into search_document values (:id, :club_id, :kind, :state, :tags, :stems, :title_length,
:body_length, :features, :boost, :fingerprint)
"""


class PostgresEngine:
    """An index in the application's own PostgreSQL; see SearchEngine."""

    def __init__(self, engine: Engine, schema: str = "search_index") -> None:
        self._engine = engine
        self._schema = schema
        self._is_ready = False
        self._speller: tuple[int, Speller] | None = None

    def put(self, documents: Iterable[Document]) -> int:
        """Add or replace documents by id, in one transaction."""
        count = 0
        with self._begin() as connection:
            for document in documents:
                _forget(connection, document.id)
                _add(connection, document)
                count += 1
        return count

    def remove(self, ids: Iterable[int]) -> None:
        """Forget documents."""
        with self._begin() as connection:
            for gone in ids:
                _forget(connection, gone)

    def sweep(self) -> None:
        """Keep no word that only removed or replaced documents held."""
        with self._begin() as connection:
            connection.execute(text("delete from search_term where documents <= 0"))
        self._speller = None  # it proposes words it has seen

    def find(
        self, query: str, scope: Scope, filters: Filters, *, start: int = 0, size: int = 10
    ) -> Found:
        """The best documents of the scope for ``query``."""
        if not scope:
            return NOTHING
        with self._begin() as connection:
            counts = _Counts(connection)
            wanted = plan(
                query, counts.frequencies, lambda: self._spelling(connection, counts.total)
            )
            if not wanted.weights:
                return NOTHING
            rows = _candidates(connection, counts, wanted, scope, filters)
            total, facets = _totals(connection, wanted, scope, filters)
        hits = _ranked(counts, wanted, rows)[start : start + size]
        return Found(hits, total, facets, frozenset(wanted.weights), wanted.repairs)

    def similar(self, text_: str, scope: Scope, size: int = 5) -> list[Hit]:
        """The documents of the scope that speak of the same thing as ``text_``."""
        return self.find(text_, scope, Filters(), size=size).hits if scope else []

    def ids(self) -> dict[int, str]:
        """The indexed documents, each with the fingerprint of what was indexed."""
        with self._begin() as connection:
            rows = connection.execute(text("select id, fingerprint from search_document"))
            return {row.id: row.fingerprint for row in rows}

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Index everything anew; readers see the former index until it is complete."""
        with self._begin() as connection:
            connection.execute(text("delete from search_document"))
            connection.execute(text("delete from search_term"))
            count = 0
            for document in documents:
                _add(connection, document)
                count += 1
        self._speller = None
        return count

    def drop(self) -> None:
        """Remove the index altogether."""
        with self._engine.begin() as connection:
            connection.execute(text(f"drop schema if exists {self._schema} cascade"))
        self._is_ready = False

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        if not self._is_ready:
            self._make_tables()
        with self._engine.begin() as connection:
            connection.execute(text(f"set local search_path to {self._schema}"))
            yield connection

    def _make_tables(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(7267)"))
            connection.execute(text(f"create schema if not exists {self._schema}"))
            connection.execute(text(f"set local search_path to {self._schema}"))
            for statement in _TABLES.split(";"):
                connection.execute(text(statement))
            stamp = connection.execute(text("select stamp from search_stamp")).scalar()
            if stamp != STAMP:  # another analysis or numbering: begin anew, the check fills it
                connection.execute(text("delete from search_document"))
                connection.execute(text("delete from search_term"))
                connection.execute(text("delete from search_stamp"))
                connection.execute(
                    text("insert into search_stamp values (:stamp)"), {"stamp": STAMP}
                )
        self._is_ready = True

    def _spelling(self, connection: Any, total: int) -> Speller:
        if self._speller is None or total > 1.2 * self._speller[0]:
            rows = connection.execute(text("select stem, documents from search_term"))
            known = [(row.stem, row.documents) for row in rows if row.documents > 0]
            self._speller = (total, Speller(known))
        return self._speller[1]


class _Counts:
    """How many documents there are, how long, and how many hold each stem."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._known: dict[str, int] = {}
        row = connection.execute(
            text("select count(*), avg(title_length), avg(body_length) from search_document")
        ).one()
        self.total = int(row[0])
        self.average = {"title": float(row[1] or 1), "body": float(row[2] or 1)}

    def frequencies(self, stems: Iterable[str]) -> dict[str, int]:
        """In how many documents each stem stands: those not known yet in one query."""
        unknown = [stem for stem in stems if stem not in self._known]
        if unknown:
            counted = text("select stem, documents from search_term where stem = any(:stems)")
            rows = self._connection.execute(counted, {"stems": unknown})
            self._known |= dict.fromkeys(unknown, 0) | {row.stem: row.documents for row in rows}
        return self._known

    def telling(self, stem: str) -> float:
        """The idf of a stem of the plan."""
        return idf(self._known[stem], max(1, self.total))


def _add(connection: Any, document: Document) -> None:
    title, body = french.stems(document.title), french.stems(document.text)
    stems = sorted({*title, *body})
    connection.execute(text(_COUNT_UP), {"stems": stems})
    connection.execute(
        text(_INSERT),
        {
            "id": document.id,
            "club_id": document.club_id,
            "kind": document.kind,
            "state": document.state,
            "tags": list(document.tags),
            "stems": stems,
            "title_length": len(title),
            "body_length": len(body),
            "features": Features.of(document).pack(),
            "boost": document.boost,
            "fingerprint": fingerprint(document),
        },
    )


def _forget(connection: Any, document_id: int) -> None:
    connection.execute(text(_COUNT_DOWN), {"id": document_id})
    connection.execute(text("delete from search_document where id = :id"), {"id": document_id})


def _where(scope: Scope, filters: Filters) -> tuple[str, dict[str, Any]]:
    clubs = sorted(scope & filters.clubs) if filters.clubs else sorted(scope)
    sentence = "club_id = any(:clubs)"
    values: dict[str, Any] = {"clubs": clubs}
    if filters.kind:
        sentence += " and kind = :kind"
        values["kind"] = filters.kind
    if filters.states:
        sentence += " and state = any(:states)"
        values["states"] = sorted(filters.states)
    if filters.tag:
        sentence += " and :tag = any(tags)"
        values["tag"] = filters.tag
    return sentence, values


def _candidates(
    connection: Any, counts: _Counts, wanted: Plan, scope: Scope, filters: Filters
) -> list[Any]:
    known = counts.frequencies(wanted.weights)
    present = sorted((stem for stem in wanted.weights if known[stem]), key=known.__getitem__)
    rarest = [stem for stem in present if stem in wanted.asked][:RAREST]
    # Repairs and contracted acronyms stand for what was asked; of an expansion the rarest words do.
    others = [stem for stem in present if stem not in wanted.asked]
    rarest += [stem for stem in others if wanted.weights[stem] >= CONTRACTED]
    rarest += [stem for stem in others if wanted.weights[stem] < CONTRACTED][:RAREST]
    if not rarest:
        return []
    where, values = _where(scope, filters)
    shared = " + ".join(f"(stems @> array[:stem_{n}])::int" for n in range(len(rarest)))
    values |= {f"stem_{n}": stem for n, stem in enumerate(rarest)} | {"rarest": rarest}
    rows = connection.execute(
        text(
            f"select id, title_length, body_length, features, boost from search_document"  # noqa: S608
            f" where {where} and stems && cast(:rarest as text[])"
            f" order by {shared} desc, boost desc, id desc limit {CANDIDATES}"
        ),
        values,
    )
    return list(rows)


def _totals(connection: Any, wanted: Plan, scope: Scope, filters: Filters) -> tuple[int, Facets]:
    where, values = _where(scope, filters)
    values["stems"] = list(wanted.weights)
    matching = f"from search_document where {where} and stems && cast(:stems as text[])"
    counted: dict[str, dict[Any, int]] = {}
    for name in FACETS:
        rows = connection.execute(
            text(f"select {name}, count(*) {matching} group by {name}"),
            values,
        )
        counted[name] = {row[0]: row[1] for row in rows}
    tags = connection.execute(
        text(f"select tag, count(*) from (select unnest(tags) as tag {matching}) t group by tag"),  # noqa: S608
        values,
    )
    facets = Facets(
        counted["club_id"], counted["kind"], counted["state"], {row[0]: row[1] for row in tags}
    )
    return sum(facets.kind.values()), facets


def _ranked(counts: _Counts, wanted: Plan, rows: list[Any]) -> list[Hit]:
    scored = []
    for row in rows:
        features = Features.unpack(row.features)
        lengths = {"title": row.title_length, "body": row.body_length}
        score = sum(
            weight
            * counts.telling(stem)
            * bm25(times, lengths[field], counts.average[field], field)
            for stem, weight in wanted.weights.items()
            for field in B
            if (times := getattr(features, field).count(stem))
        )
        scored.append((score, features, row.boost, row.id))
    scored.sort(key=lambda one: -one[0])
    best = scored[:LOOKED_AT]
    telling = {stem: counts.telling(stem) for stem in wanted.weights}
    finals = look_closer(wanted, telling, [(s, f, boost) for s, f, boost, _ in best])
    hits = [Hit(one[3], final) for one, final in zip(best, finals, strict=True)]
    hits.sort(key=lambda hit: (-hit.score, -hit.id))
    # Far down the list the first score is enough.
    return hits + [Hit(one[3], 0.0) for one in scored[LOOKED_AT:]]
