"""The privacy room: what is kept about people, why, and what they may do about it."""

from __future__ import annotations

from django.apps import AppConfig

from lianxin.kernel.actor import grant

SENTENCES = {
    "privacy.reveal": "查看了个人信息“{item}”，理由：{reason}",
    "privacy.export": "导出了本人信息（{form}）",
    "privacy.request": "提出个人信息{kind}申请",
    "privacy.withdraw_request": "撤回了个人信息申请",
    "privacy.answer": "答复了个人信息申请，结果：{result}",
    "privacy.consent": "同意了可选用途“{purpose}”",
    "privacy.withdraw": "撤回了对“{purpose}”的同意",
    "privacy.rotate": "用新密钥重新加密了 {count} 项个人信息",
    "privacy.add_key": "增加了一把加密密钥",
}


class PrivacyConfig(AppConfig):
    name = "lianxin.foundation.privacy"
    label = "privacy"
    verbose_name = "个人信息"

    def ready(self) -> None:
        from lianxin.foundation.audit.sentences import describe
        from lianxin.ui.registry import Item, add_desk_item

        from . import export, own_exports, policies

        for code, sentence in SENTENCES.items():
            describe(code, sentence)
        grant("admin", policies.ANSWER)
        grant("secretary", policies.ANSWER)
        for label in ("accounts.Person", "privacy.DataRequest"):
            policies.register_reveal(label, policies.answers_a_request)
        export.register_exporter("accounts", own_exports.of_accounts, label="账号与任职")
        export.register_exporter("privacy", own_exports.of_privacy, label="个人信息")
        export.register_exporter("audit", own_exports.of_ledger, label="操作记录")
        add_desk_item(
            Item(
                "privacy", "个人信息申请", "/workbench/privacy/", "lock", verb=policies.ANSWER, order=82, group="house"
            )
        )
