"""Who is told what about a training."""

from __future__ import annotations

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.notices.actions import send, send_many
from lianxin.foundation.spine import moment

from .models import Training
from .policies import CONFIRM

DESK, MINE = "/workbench/training/", "/me/training/"


def asked(training: Training) -> None:
    if moment.replaying():
        return
    # the nearest who may confirm; of a secretary alone at a branch it is the organ above
    path, person = training.member.org_path, training.member.person_id
    send_many(
        to=nearest_holders(CONFIRM, path, exclude=[person]), code="training.asked", title="有一条学时等您确认", body=training.title,
        url=f"{DESK}{training.pk}/", key=f"training:{training.pk}:asked", org_path=path,
    )  # fmt: skip


def answered(training: Training) -> None:
    word = "已记入您的学时" if training.state == "confirmed" else "没有记入您的学时"
    _tell(training, f"{word}：{training.title}", training.returned_for)


def entered(training: Training) -> None:
    _tell(training, f"支部给您记了 {training.said_lessons} 学时：{training.title}", "不对的，请告诉书记。")


def _tell(training: Training, title: str, body: str) -> None:
    if moment.replaying():
        return
    send(
        to=training.member.person_id, code="training.answered", title=title[:120], body=body, url=MINE,
        key=f"training:{training.pk}:{training.state}:{training.revision}", org_path=training.member.org_path,
    )  # fmt: skip
