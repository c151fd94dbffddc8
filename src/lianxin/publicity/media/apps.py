"""Pictures, documents, recordings: what comes in is checked, what goes out belongs to a published page."""

from __future__ import annotations

from django.apps import AppConfig

from lianxin.kernel.actor import grant

SENTENCES = {
    "media.bring": "上传了录音录像“{title}”",
    "media.edit": "修改了录音录像的文字或封面",
    "media.retry": "让录音录像重新转码",
    "media.ready": "录音录像转码完成",
    "media.stuck": "录音录像转码没有完成，原因：{reason}",
    "media.delete": "删除了录音录像“{title}”",
    "media.show": "更新了内容所用的录音录像和文件",
}


class MediaConfig(AppConfig):
    """The media room; the portal stands on it."""

    name = "lianxin.publicity.media"
    label = "media"
    verbose_name = "图片、文件与音视频"

    def ready(self) -> None:
        """Verbs, the line on the workbench, the guard of originals, and what a merger carries along."""
        from lianxin.foundation.audit.sentences import describe
        from lianxin.foundation.files.guards import register_guard
        from lianxin.foundation.organisations.succession import register_successor
        from lianxin.ui.registry import Item, add_desk_item

        from . import succession
        from .words import SUBJECT

        grant("editor", "media.read", "media.write")
        for post in ("reviewer", "approver", "secretary", "leader"):
            grant(post, "media.read")
        for code, sentence in SENTENCES.items():
            describe(code, sentence)
        register_guard(SUBJECT, succession.may_read_original)
        register_successor("media", left=succession.left, carry=succession.carry)
        add_desk_item(
            Item("media", "录音录像", "/workbench/media/", "sound", verb="media.read", order=58, group="public")
        )
