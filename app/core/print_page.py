"""A program of its own: prints a page of HTML as PDF. Run by `printing.py`, never imported.

Standard input: the page, whole: its pictures and its letters stand in it. Standard output: the PDF.
It opens no address but ``data:`` (security.md, finding 9) and lives within limits.
"""

import resource
import sys

MEMORY = 1200 * 1024 * 1024
SECONDS = 25
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    """Read standard input, write standard output."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=["data"], allow_redirects=False, timeout=1)
    page = HTML(string=sys.stdin.buffer.read().decode(), base_url=None, url_fetcher=fetcher)
    sys.stdout.buffer.write(page.write_pdf(pdf_tags=True))


if __name__ == "__main__":
    main()
