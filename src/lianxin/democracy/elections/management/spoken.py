"""What the two commands of elections have in common: help, faults of files and what the verifier found, in Chinese.

The library says in English what is wrong, as its specification does, and so do the lines of --json; people read this.
Started without the rooms of the house: nothing here asks the database.
"""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter

_SYSTEM = {
    errno.ENOENT: "没有这个文件或者文件夹", errno.EISDIR: "这是一个文件夹，不是文件", errno.ENOTDIR: "路径里有一段是文件，不是文件夹",
    errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EROFS: "磁盘是只读的", errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了", errno.ENAMETOOLONG: "文件名太长", errno.EEXIST: "已经有同名的文件", errno.EFBIG: "文件太大",
}  # fmt: skip
#: what a message begins with -> the part of the file
_PARTS = {
    "archive": "档案", "head": "档案开头", "election": "选举文本", "question": "题目", "setup": "设立事件", "event": "事件", "ballot": "选票",
    "credentials": "名册", "credential": "凭证", "trustees": "保管人名单", "trustee": "保管人", "threshold": "门限密钥", "cert": "保管人的证书",
    "certs": "保管人的证书", "coefexps": "密钥的系数", "tally": "合计", "sized": "合计的大小", "owned": "提交人", "proof": "证明",
}  # fmt: skip
#: (what the library says, what a reader is told); \1 is what was found
_SAID: tuple[tuple[str, str], ...] = (
    ("no head", "开头不是选举档案，可能是别的文件，或者是空的"),
    ("unknown version", "版本不认识"),
    ("(.+) is not what its name says", "\\1 的内容和它的校验值对不上，被改过"),
    ("a text twice for one event", "同一段内容给了一个事件两次"),
    ("texts that no event needs", "有不属于任何事件的内容，可能被截断"),
    ("not written in its one form", "不是规定的写法，多了或者少了字节"),
    ("an event points to nothing", "有事件指向没有的内容"),
    ("(.+) at the wrong place", "事件 \\1 的位置不对"),
    ("an event does not follow the one before", "有事件和前一个接不上，链断了"),
    ("cut off", "没有写完，被截断了"),
    ("a record that is none", "有一段读不懂，不是选举档案的内容，或者损坏了"),
    ("not JSON: .*", "内容读不懂"),
    ("a name stands twice in one object", "同一个字段写了两遍"),
    (".* is no number", "有一个数不是数"),
    ("not a decimal text", "不是规定写法的整数"),
    ("not an object", "不是规定的结构"),
    ("missing (.+)", "缺 \\1"),
    ("unknown ([a-z_, ]+_[a-z_, ]*)", "多了 \\1"),
    ("not a list of (\\d+)", "不是 \\1 项的清单"),
    ("not a list", "不是清单"),
    ("of another election", "属于另一次选举"),
    ("not in canonical form", "不是规定的写法"),
    ("one's own is missing", "没有自己的那一份"),
    ("number (\\d+) was made for another ceremony", "第 \\1 份不是为这次做的"),
    ("one trustee stands twice", "有一位写了两遍"),
    ("(.+) stands twice, weighs nothing or is no element", "\\1 重复、没有份数，或者不是群里的数"),
    ("the message is no text", "内容不是文字"),
    ("fields are missing", "缺字段"),
    ("unknown version or no name of an election", "版本不认识，或者没有选举代号"),
    ("unknown group.*", "用的群不认识"),
    ("the key is no element of the group", "密钥不是群里的数"),
    ("no question", "没有题目"),
    ("unknown type", "种类不认识"),
    ("its answers do not fit into an element of this group", "选项太多，一张票装不下"),
    ("bounds that are no numbers", "可选几项写的不是数"),
    ("bounds that no ballot can keep", "可选几项写得谁也做不到"),
    ("no answer", "没有选项"),
    ("a text is none", "有一段不是文字"),
    ("not the size of a table", "大小不对"),
    ("nobody proved to hold this key", "没有证明有人持有这把密钥"),
    ("unknown kind", "种类不认识"),
    ("none", "一位也没有"),
    ("more or fewer than there are trustees", "比保管人多，或者太少"),
    ("not signed by its holder", "不是持有人签的"),
    ("not signed by its trustee, or no elements", "不是保管人签的，或者不是群里的数"),
    ("a key does not follow from the coefficients", "有一把密钥和系数对不上"),
    ("a trustee did not confirm the certificates", "有一位没有确认证书"),
    ("a trustee did not sign their key", "有一位没有签自己的密钥"),
    ("no trustee of this number", "没有这个序号的保管人"),
    ("a needed decryption is missing", "缺必需的解密份额"),
    ("the sum is larger than all ballots together", "合计比全部选票还多"),
    ("the signature does not hold", "签名不成立"),
    ("a ciphertext is no pair of elements", "密文不是群里的数"),
    ("the proof of a ranked answer does not hold", "加密的证明不成立"),
    ("a choice is neither chosen nor not chosen", "有一项既不是选、也不是不选"),
    ("a blank vote with choices", "空白票里有选择"),
    ("more or fewer choices than allowed", "选的比允许的多或者少"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(said), told) for said, told in _SAID)
_HEAD = re.compile(r"([a-z]+|[A-Za-z0-9+/]{43}): (.+)", re.DOTALL)
_LONG = 160


def told(why: str) -> str:
    """What the library found, in Chinese and on one line; what has no words here as it is, shortened."""
    return "；".join(_told(one) for one in " ".join(why.split()).split("；"))


def _told(why: str) -> str:
    head = _HEAD.fullmatch(why)
    if head and (head[1] in _PARTS or len(head[1]) > 40):
        return f"{_PARTS.get(head[1], f'选票 {head[1]}')}：{_told(head[2])}"
    for pattern, words in _PATTERNS:
        if found := pattern.fullmatch(why):
            return _short(found.expand(words))
    return _short(why)


def _short(words: str) -> str:
    return words if len(words) <= _LONG else f"{words[:_LONG]}…"


def of_the_system(wrong: OSError) -> str:
    """Why a file cannot be opened or written."""
    return _SYSTEM.get(wrong.errno or 0, wrong.strerror or "读写出错")


#: (what Python says of words that were typed wrong, what a reader is told)
_TYPED: tuple[tuple[re.Pattern[str], str], ...] = tuple((re.compile(said), words) for said, words in (
    (r"argument (\S+): invalid int value: '(.*)'", r"\1 后面要写整数，不能是“\2”"),
    (r"argument (\S+): expected one argument", r"\1 后面要写一个值"),
    (r"argument (\S+): ignored explicit argument '(.*)'", r"\1 后面不写值，多写了“\2”"),
    (r"argument (\S+): invalid choice: (.*) \(choose from (.*)\)", r"\1 不能是 \2，可以是 \3"),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 说不清是哪一个，请写全：\2"),
    (r"unrecognized arguments: (.*)", r"多写了：\1"),
    (r"the following arguments are required: (.*)", r"还缺：\1"),
))  # fmt: skip


def typed_wrong(message: str) -> str:
    """What is wrong with the words of a command, in Chinese; a message that nobody foresaw stays as it is."""
    for pattern, words in _TYPED:
        if found := pattern.fullmatch(message):
            return _short(found.expand(words))
    return _short(message)


class _Parser(CommandParser):
    """Says in Chinese what was typed wrong; exit code 2, as ever."""

    def error(self, message: str) -> NoReturn:
        if not self.called_from_command_line:
            raise CommandError(typed_wrong(message), returncode=2)
        self.print_usage(sys.stderr)
        self.exit(2, f"写错了：{typed_wrong(message)}\n")


class _Help(DjangoHelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[Any], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "用法：")


class SpokenCommand(BaseCommand):
    """A command whose help is Chinese from the first word to the last. words: as it is typed after ``lianxin``."""

    words = ""
    suppressed_base_arguments = {
        "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color", "--skip-checks",
    }  # fmt: skip

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, formatter_class=_Help, add_help=False, **kwargs)
        parser.__class__ = _Parser  # Django makes the parser itself and takes no other class
        parser.prog = f"lianxin {self.words}"
        shown = parser.add_argument_group("说明")
        shown.add_argument("-h", "--help", action="help", help="显示这段说明")
        return parser
