"""A roll brought as a table at the desk and on a phone: one row refused, mended, taken over whole (R067, ELE-14)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .visiting import Visitor

HEAD = "枫林村党支部选举人名册,,,\n序号,姓 名,性别,身份,备注\n"
GOOD = "1,钱多多,女,正式党员,\n2,孙一鸣,男,预备党员,\n3,何平,男,正式党员,留党察看一年\n4,许可心,女,正式党员,退休\n"


def test_a_roll_from_a_table(visit: Callable[..., Visitor], size: dict[str, int], tmp_path: Path) -> None:
    title, narrow = f"名册从表格来 {size['width']}", size["width"] < 600
    runner = visit("shuji", size=size, mode="elder" if narrow else "").open("/workbench/elections/new/")
    runner.fill(kind="matter", title=title, candidates="同意年度计划", electorate="listed").press("存下").sees("已存好")
    runner.press("从表格导入名册").look().press("上传并检查").told_off("file")
    for rows, words in ((f"{GOOD}5,王春秋,女,群众,\n", "整份没有导入"), (GOOD, "导入这份名册")):
        path = tmp_path / "名册.csv"
        path.write_text(HEAD + rows, encoding="gb18030")
        runner.page.locator("input[type=file]").set_input_files(path)
        runner.press("上传并检查").sees("还没有写入", words).look()
        if "群众" in rows:
            runner.sees("第 7 行 王春秋", "身份看不懂：群众").press("换一份")
    runner.picture("election-roll-desk").press("导入这份名册").sees("名册已导入", "预备党员", "留党察看期间").look()
