"""Socket.IO clients for the tests."""

import socketio
import websocket


class ClosingWebSocket(websocket.WebSocket):
    """A WebSocket that closes its socket when reading fails.

    websocket-client closes after a clean end only, and python-engineio then forgets the object: a
    server killed at the wrong moment would leave an open socket to the garbage collector.
    """

    def recv(self):
        try:
            return super().recv()
        except (OSError, websocket.WebSocketException):
            self.shutdown()
            raise


def live_client():
    """A client that does not come back by itself: tests decide when to connect."""
    return socketio.Client(reconnection=False, websocket_extra_options={"class_": ClosingWebSocket})
