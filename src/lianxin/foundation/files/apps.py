"""The files room: private by default, handed out only after a permission check."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "lianxin.foundation.files"
    label = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        from lianxin.foundation.audit.sentences import describe

        describe("files.store", "存入文件 {file}")
        describe("files.publish", "更改了文件 {file} 的公开意愿")
        describe("files.remove", "删除了文件 {file}，原因：{reason}")
        describe("files.refused", "无权查看文件 {file}，已拒绝")
