"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.organisations.succession import register_successor
from lianxin.kernel.actor import grant

from .policies import POSTS

SENTENCES = {
    "rollups.demo": "统计汇总：装入演示数据 {reports} 份",
    "rollups.register": "统计汇总：登记上报单位（{reporter}）",
    "rollups.unregister": "统计汇总：停用上报单位",
    "rollups.prepare": "统计上报：备好截至 {day} 的统计，党员 {members} 名",
    "rollups.drop": "统计上报：作废",
    "rollups.issue": "统计上报：签发第 {version} 版",
    "rollups.recall": "统计上报：撤回第 {version} 版及以前",
    "rollups.accept": "统计汇总：确认报来的第 {version} 版",
    "rollups.send_back": "统计汇总：退回报来的第 {version} 版",
    "rollups.succeed": "统计汇总：组织合并，上报单位 {reporters} 个改由新组织汇总",
}


def connect() -> None:
    """Rights, audit sentences, mergers, what other instances may say. The way in is on the page of the statistics."""
    from . import crossing, succession

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    crossing.connect()
    register_successor("rollups", left=succession.left, carry=succession.carry)
