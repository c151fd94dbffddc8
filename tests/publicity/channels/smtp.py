"""A small SMTP server on this machine, for the newsletter."""

from __future__ import annotations

import email
import email.policy
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from tests.publicity.channels.wire import running


class Mailbox(socketserver.ThreadingTCPServer):
    """The server of RFC 5321 with what it took, and whom it refuses: {address: reply line}."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[tuple[str, EmailMessage]] = []
        self.refuse: dict[str, str] = {}
        #: hang up before the answer to this many messages that were taken
        self.hang_up = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: Mailbox

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 mail.test")
        to = ""
        for raw in self.rfile:
            line = raw.decode().strip()
            word = line[:4].upper()
            if word == "RCPT":
                to = line.split("<")[1].split(">")[0]
                self.say(self.server.refuse.get(to, "250 ok"))
            elif word == "DATA":
                if not self.take(to):
                    return
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 mail.test")

    def take(self, to: str) -> bool:
        self.say("354 go on")
        self.server.mails.append((to, self.read_mail()))
        if self.server.hang_up:
            self.server.hang_up -= 1
            return False
        self.say("250 taken")
        return True

    def read_mail(self) -> EmailMessage:
        lines: list[bytes] = []
        for raw in self.rfile:
            if raw.rstrip(b"\r\n") == b".":
                break
            lines.append(raw[1:] if raw.startswith(b"..") else raw)
        made = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        assert isinstance(made, EmailMessage)
        return made


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A running one."""
    box = Mailbox()
    with running(box):
        yield box
