"""渠道: registered public accounts and what they send."""

from __future__ import annotations

from django.apps import AppConfig

from lianxin.kernel.actor import grant

SENTENCES = {
    "channels.register": "登记了{channel}账号“{account}”",
    "channels.edit": "修改了对外账号“{account}”的{changed}",
    "channels.state": "把对外账号“{account}”改为{state}",
    "channels.send": "用{account}对外发布《{title}》",
    "channels.retry": "让{account}重新发送一篇内容",
    "channels.cancel": "取消了{account}的一次发送",
    "channels.withdraw": "撤回{account}上的一篇内容",
    "channels.taken_down": "原文撤下，停止对外发送",
    "channels.follow": "原文有了新的版本，对外内容随之更新",
    "channels.answer": "用{account}送回一条答复",
    "channels.end_talk": "事情办结，删除了对方的回复地址",
    "channels.menu": "更新了公众号“{account}”的菜单",
    "channels.enlist": "在渠道登记里加入“{name}”",
    "channels.amend": "修改了渠道登记里的“{name}”",
    "channels.confirm_listing": "确认了渠道登记里的“{name}”",
    "channels.return_listing": "退回了渠道登记里“{name}”的修改",
    "channels.strike": "注销了渠道登记里的“{name}”",
    "channels.receive": "收到{account}上的一条留言",
    "channels.ask": "有人申请订阅“{account}”",
    "channels.confirm": "有人确认订阅“{account}”",
    "channels.leave": "有人退订了“{account}”",
}


class ChannelsConfig(AppConfig):
    """The channels room."""

    name = "lianxin.publicity.channels"
    label = "channels"
    verbose_name = "渠道"

    def ready(self) -> None:
        """Plug the adapters in, give the posts their verbs, and add the line on the workbench."""
        from lianxin.foundation.audit.sentences import describe
        from lianxin.foundation.casework.due import register_due
        from lianxin.foundation.notices.codes import label_code
        from lianxin.ui.registry import Item, add_desk_item

        from . import due
        from .adapters import base, newsletter, push, wechat, weibo

        for module in (wechat, weibo, newsletter, push):
            base.register(module.ADAPTER)
        grant("admin", "channels.read", "channels.manage", "channels.retry")
        for post in ("secretary", "leader", "approver"):
            grant(post, "channels.read", "channels.send", "channels.retry")
        grant("editor", "channels.read")
        register_due("channels", due.provide)
        for code, sentence in SENTENCES.items():
            describe(code, sentence)
        label_code("channels.confirm", "确认订阅")
        label_code("channels.listing", "渠道登记等确认")
        label_code("channels.offer", "可以对外发布")
        add_desk_item(
            Item("channels", "对外账号", "/workbench/channels/", "out", verb="channels.read", order=60, group="public")
        )
