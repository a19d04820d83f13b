"""Which addresses a page made the printing program open, on the network or on the disk."""

from __future__ import annotations

import io
import socket
import threading

import pypdfium2

from app.core.printing import print_page


def asked_for(page: str) -> list[str]:
    """Addresses of a server of ours that were asked for, and words of files that were read."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        listener = threading.Thread(target=_listen, args=(server, heard), daemon=True)
        listener.start()
        made = print_page(page.replace("127.0.0.1:1/", f"127.0.0.1:{port}/"))
        with socket.create_connection(("127.0.0.1", port)) as last:
            last.sendall(b"END")
        listener.join(timeout=10)
    document = pypdfium2.PdfDocument(io.BytesIO(made))
    words = document[0].get_textpage().get_text_range()
    assert "Bonjour" in words
    return [*heard, *(["/etc/passwd"] if "root:" in words else [])]


def _listen(server: socket.socket, heard: list[str]) -> None:
    while True:
        connection, _ = server.accept()
        with connection:
            said = connection.recv(100).decode(errors="replace")
        if said == "END":
            return
        heard.append(said)
