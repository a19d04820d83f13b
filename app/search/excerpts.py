"""The passage that answers, with what was looked for highlighted. Escaped: safe in a page."""

from __future__ import annotations

from markupsafe import Markup, escape

from app.search.french import is_stop_word, words

WIDTH = 220
LEAD = 40


def excerpt(text: str, stems: frozenset[str]) -> Markup:
    """The densest passage of ``text`` for ``stems``, at most about 220 characters."""
    found = [
        (word.start, word.end, word.stem)
        for word in words(text)
        if word.stem in stems and not is_stop_word(word)
    ]
    if not found:
        return escape(text[:WIDTH]) + (" …" if len(text) > WIDTH else "")
    begin = _word_start(text, max(0, _densest(found) - LEAD))
    end = _word_end(text, begin + WIDTH)
    out, at = escape("… " if begin else ""), begin
    for start, stop, _ in found:
        if start >= at and stop <= end:
            out += escape(text[at:start]) + mark(text[start:stop])
            at = stop
    return out + escape(text[at:end]) + (" …" if end < len(text) else "")


def highlighted(text: str, stems: frozenset[str]) -> Markup:
    """The whole of a short text, with what was looked for highlighted."""
    out, at = escape(""), 0
    for word in words(text):
        if word.stem in stems and not is_stop_word(word):
            out += escape(text[at : word.start]) + mark(text[word.start : word.end])
            at = word.end
    return out + escape(text[at:])


def mark(words_found: str) -> Markup:
    """A highlighted passage."""
    return Markup("<mark>{}</mark>").format(words_found)


def _densest(found: list[tuple[int, int, str]]) -> int:
    """Where the passage with the most different stems begins."""

    def value(index: int) -> tuple[int, int]:
        start = found[index][0]
        within = {stem for at, _, stem in found[index : index + 12] if at < start + WIDTH}
        return len(within), -start

    return found[max(range(len(found)), key=value)][0]


def _word_start(text: str, at: int) -> int:
    space = text.rfind(" ", max(0, at - 20), at)
    return space + 1 if at and space >= 0 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.find(" ", at, at + 20)
    return space if space >= 0 else at
