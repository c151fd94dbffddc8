"""Papers of a file from both sides, the family by consent, what is missing, two files that are one person's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.membership.dossiers.pages import photo, picture, typed

from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

ROOT, OWN = "/workbench/members/", "/me/dossier/"


def on_disk(folder: Path, *uploads: object) -> list[Path]:
    """Uploads as files that a browser chooses."""
    paths = []
    for upload in uploads:
        path = folder / upload.name  # type: ignore[attr-defined]  # an uploaded file
        path.write_bytes(upload.read())  # type: ignore[attr-defined]  # an uploaded file
        paths.append(path)
    return paths


@at_a_desk
def test_papers_are_taken_in_and_what_is_missing_is_listed(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    visitor = visit("zuzhi").open(ROOT).press("缺件清单").sees("清单上的材料齐的有").follow(".people a")
    visitor.press("材料入档").press("入档").told_off("kind")
    visitor.fill(kind="其他材料", dated="2020-05-04", note="入党时的照片")
    visitor.page.locator("input[type=file]").set_input_files(on_disk(tmp_path, photo(), picture()))
    visitor.press("入档").sees("其他材料", "2 个文件").press("其他材料")
    visitor.sees("第 1 页", "第 2 页", "打开这一页和每个文件都会留下记录")
    visitor.page.locator("summary", has_text="撤下这份材料").click()
    visitor.press("撤下").told_off("reason")
    visitor.fill(reason="放错了人").press("撤下").sees("已撤下")


@on_a_phone
def test_a_member_brings_a_paper_and_tells_the_family(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    own = visit("dangyuan", mode="elder").open(OWN)
    own.page.locator("summary", has_text="交一份材料").click()
    own.fill(kind="学历证明", note="毕业证")
    own.page.locator("input[type=file]").set_input_files(on_disk(tmp_path, typed()))
    own.press("提交").sees("学历证明", "等待审核").press("收回").sees("已收回")
    own.open(f"{OWN}family/")
    if own.page.get_by_text("我单独同意，开始填写").count():
        own.press("我单独同意，开始填写")
    own.fill(relation="配偶", name="", work="卫生院").press("填写").told_off("name", kept={"work": "卫生院"})
    own.fill(name="吴小禾").press("填写").sees("吴小禾", "卫生院")
    own.page.locator("summary", has_text="撤回同意").click()
    own.press("撤回同意，删除家庭成员").sees("填不填，由您决定").misses("吴小禾")


@at_a_desk
def test_two_files_of_one_person_side_by_side(visit: Callable[..., Visitor]) -> None:
    visitor = visit("zuzhi").open(f"{ROOT}duplicates/").sees("姓名和出生日期相同").follow(".people a")
    visitor.sees("是同一个人吗", "所在党组织").press("合并成一份").told_off("reason")
    visitor.fill(reason="电话问过本人，看过证件").press("合并成一份").sees("合并记录")
    visitor.page.locator("summary", has_text="合并错了，拆开").click()
    visitor.fill(reason="是两个同名的人").press("拆开").sees("合并有误，已拆开")


@at_a_desk
def test_a_large_roster_shows_how_far_it_is(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    """No worker runs in this house, so it waits; the page asks by itself."""
    path = tmp_path / "大名册.csv"
    rows = "\n".join(f"周{n},{n:018d},没有的支部" for n in range(20_000))
    path.write_text(f"姓名,身份证号,所在党支部\n{rows}", encoding="utf-8")
    visitor = visit("zuzhi").open(f"{ROOT}import/")
    visitor.page.locator("input[type=file]").set_input_files(path)
    visitor.press("上传并检查").sees("正在检查，还没有写入", "排队等待")
    with visitor.page.expect_response(lambda answer: answer.url.endswith(visitor.path)):
        pass
    visitor.press("现在看看").sees("排队等待")
