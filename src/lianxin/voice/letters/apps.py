from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "lianxin.voice.letters"
    label = "letters"
    verbose_name = "群众留言"

    def ready(self) -> None:
        from lianxin.kernel.actor import grant

        grant("reviewer", "letters.review", "letters.recommend", "letters.read", "letters.work")
        grant("dispatcher", "letters.dispatch", "letters.recommend", "letters.read", "letters.work")
        grant("handler", "letters.handle", "letters.read", "letters.work")
        grant("approver", "letters.approve", "letters.read", "letters.work")
        for post in ("reviewer", "dispatcher", "leader", "secretary"):
            grant(post, "letters.sort")
        grant("caller", "letters.call_back", "letters.read", "letters.work")
        grant("leader", "letters.supervise", "letters.instruct", "letters.approve", "letters.read", "letters.work")
        grant("secretary", "letters.supervise", "letters.instruct", "letters.approve", "letters.read", "letters.work")
        grant("assistant", "letters.assist")

        from lianxin.foundation.organisations.succession import register_successor

        from . import flow, guards  # noqa: F401 - registers the flow and the file guard
        from .actions import succession
        from .wiring import connect
        from .wiring_desk import connect as connect_desk

        connect()
        connect_desk()
        register_successor("letters", left=succession.left, carry=succession.carry)
