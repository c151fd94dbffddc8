"""An organiser brings a roster, mends what is refused, finds a person and corrects a file; a member reads their own."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

from tests.membership.dossiers.rosters import book, number, person

from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

ROOT = "/workbench/members/"
HOME = "青禾镇枫林村党支部"
#: one person is on one roster only, and the house is shared by the journeys of a worker
_people = itertools.count(701)
_names = iter(
    (("钟离春", "zhonglichun"), ("钟离冬", "zhonglidong"), ("钟离夏", "zhonglixia"), ("钟离秋", "zhongliqiu"))
)


@at_a_desk
def test_a_roster_comes_in_after_a_look(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    first, second = next(_people), next(_people)
    name, spelled = next(_names)
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(
        book(
            [person(first, name=name, organisation=HOME, work_unit="渡口小学"),
             person(second, name="司马光明", organisation=HOME, ethnicity="火星族")],
            title="枫林村党支部党员花名册",
        )
    )  # fmt: skip
    visitor = visit("zuzhi").open(ROOT).look().press("导入名册").look()
    visitor.page.locator("input[type=file]").set_input_files(path)
    visitor.press("上传并检查").look().sees("还没有写入", "第 5 行 司马光明", "民族不在国家标准的代码表里：火星族")
    visitor.fill(basis="支部花名册").press("导入没有问题的行").look().sees("导入结果", "司马光明")
    visitor.open(f"{ROOT}?q={spelled}").sees(name).follow(".people a").look().sees("渡口小学", "由名册导入")
    visitor.misses(number(sequence=first))
    visitor.press("更正信息").fill(work_unit="渡口中心小学").press("保存").sees("更正：工作单位", "渡口中心小学")
    visitor.press("查看号码").fill(reason="核对入党材料").press("查看").sees(number(sequence=first))


@at_a_desk
def test_a_file_that_is_no_roster_is_refused_in_words(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"<html>no roster</html>")
    visitor = visit("zuzhi").open(f"{ROOT}import/")
    visitor.page.locator("input[type=file]").set_input_files(path)
    visitor.press("上传并检查").sees("没有找到表头").look()


@on_a_phone
def test_a_member_reads_their_own_file(visit: Callable[..., Visitor]) -> None:
    visitor = visit("dangyuan", mode="elder").open("/me/").follow("a[href='/me/dossier/']").look()
    visitor.sees("我的档案", "正式党员", "入党日期", "经过")
    visitor.press("有错要更正，或导出全部").sees("更正")
