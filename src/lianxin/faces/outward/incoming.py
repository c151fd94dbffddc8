"""A message to a public account becomes a letter: reviewed like any other, answered where it came from."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from lianxin.kernel.actor import ANONYMOUS
from lianxin.kernel.chinese import fold
from lianxin.publicity.channels import queries
from lianxin.publicity.channels.text import Reply, Taken
from lianxin.voice.letters import actions
from lianxin.voice.letters.queries import outward

#: source of the letter -> how whoever wrote is called; a name is neither asked for nor kept (C02)
NICKNAMES = {"wechat": "公众号网友", "weibo": "微博网友"}
#: shorter ones, and words that ask for nothing, open no letter
SHORTEST = 4
EMPTY = {
    "您好",
    "你好",
    "在吗",
    "在不在",
    "有人吗",
    "谢谢",
    "谢谢您",
    "感谢",
    "收到",
    "支持",
    "点赞",
    "测试",
    "哈哈哈哈",
}
TITLE, LONGEST = 24, 2000
ASK_MORE = "您好，请用一两句话写清是什么事、在哪里，我们会转给承办单位，并在这里答复您。"


def take(reply: Reply) -> Taken | None:
    """Open a letter, or add to the one whose office asked for more. None when nobody there takes letters."""
    words = "\n".join(line.strip() for line in reply.text.splitlines() if line.strip())[:LONGEST]
    if len(words) < SHORTEST or fold(words).strip("，。！!~ ") in EMPTY:
        return Taken("", ASK_MORE)
    office = outward.receiver_for(reply.org_path)
    if office is None or reply.kind not in NICKNAMES:
        return None
    # a comment under a status stands there for everybody; its query code must not
    with_code = reply.kind == "wechat"
    draft = actions.Draft(
        kind="consult", title=_title(words), body=words, received_by=office, nickname=NICKNAMES[reply.kind]
    )
    letter, code = actions.submit(
        actor=replace(ANONYMOUS), draft=draft, key=f"{reply.kind}:{reply.account_id}:{reply.remote_id}",
        source=f"{reply.kind}:{reply.account_id}", with_code=with_code,
    )  # fmt: skip
    return Taken(f"letter:{letter.pk}", _words(letter.number or "", code))


def origin(number: str) -> str:
    """The account behind the source of a letter, e.g. 微信公众号 柳河发布."""
    account = queries.account_by_number(number)
    return str(account) if account else "对外账号（已停用）"


def _title(words: str) -> str:
    first = words.splitlines()[0]
    return first if len(first) <= TITLE else f"{first[: TITLE - 1]}…"


def _words(number: str, code: str) -> str:
    if not code:
        return ""
    return (
        f"您的留言已收到，编号 {number}。审核后转承办单位办理，答复会发到这里。\n"
        f"查询码 {code}，可以在 {settings.SITE_URL}/letters/track/ 查进度、补充和评价。"
    )
