"""承办人、审签人、回访员: take, report, ask, answer point by point, sign or return, call back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from .desk import FIELDS, REPLY, WHO, Clerk, Sent
from .photos import photo
from .sizes import measured_at_a_desk_first
from .visiting import Visitor

QUESTIONS = "从村口到学校的路灯为什么一直不亮？什么时候能修好？修好之前学生晚自习怎么回家？"


def test_handler_from_taking_to_submitting(
    visit: Callable[..., Visitor], send: Callable[..., Sent], clerk: Callable[..., Clerk], tmp_path: Path
) -> None:
    sent = send("assigned", title="东塘村到学校的路灯不亮", body=QUESTIONS)
    handler = visit("chengban").open(f"/workbench/letters/{sent.pk}/").press("签收").sees("已签收")
    handler.press("记一步进展").press("记一步进展").told_off("text")
    handler.fill(text="上午到现场查看，四盏灯有三盏线路进水。").page.locator("input[type=file]").first.set_input_files(
        photo(tmp_path)
    )
    handler.press("记一步进展").sees("已记下这一步").picture("letter-desk")
    citizen = visit(state=sent.state).open(f"/letters/{sent.pk}/").sees("三盏线路进水")
    handler.press("请留言人补充").press("请留言人补充").told_off("text").fill(text="请写明晚自习几点下课。").press(
        "请留言人补充"
    )
    handler.sees("时限暂停", "暂停计时")
    citizen.open(f"/letters/mine/{sent.pk}/").press("去补充").fill(text="晚上八点半。").press("发出补充")

    handler.open(f"/workbench/letters/{sent.pk}/").press("写答复").sees("请逐条回应", "为什么一直不亮")
    handler.press("提交审签").told_off("result")
    handler.fill(body="您的来信已收到，已转交有关部门处理。", result="planned")
    expect(handler.page.locator("[data-hints-into] li").first).to_contain_text("转交")
    points = handler.page.locator(".points textarea")
    for at, text in enumerate(("雨水进了接线盒，三盏灯跳闸。", "下月 10 日前修好。", "修好之前由村里派人提灯护送。")):
        points.nth(at).fill(text)
    handler.fill(body=REPLY).press("保存草稿").sees("草稿已保存").picture("reply-desk")
    assert handler.page.locator(".points textarea").nth(1).input_value() == "下月 10 日前修好。"
    handler.press("提交审签").sees("答复已提交审签")


def test_signer_returns_and_signs(visit: Callable[..., Visitor], send: Callable[..., Sent]) -> None:
    """The reply goes back with what is to be changed; whoever drafted does not sign; the public reads the second one."""
    sent = send("approving", title="集市收摊后没有人清扫")
    signer = visit("shenqian").open(f"/workbench/letters/{sent.pk}/").press("审签").sees(REPLY[:10], "写作提示")
    signer.press("确定").told_off("decision").fill(decision="return").press("确定").told_off("text")
    signer.fill(text="请写明每天几点清扫。").press("确定").sees("审签结果已记录")
    handler = visit("chengban").open(f"/workbench/letters/{sent.pk}/").press("写答复").sees("请写明每天几点清扫。")
    handler.fill(body=REPLY + "每天下午六点清扫。").press("提交审签").sees("答复已提交审签")
    signer.open(f"/workbench/letters/{sent.pk}/sign/").fill(decision="send").press("确定")
    visit().open(f"/letters/{sent.pk}/").sees("每天下午六点清扫。")


@measured_at_a_desk_first
def test_caller_sends_it_back_and_then_up(
    visit: Callable[..., Visitor], send: Callable[..., Sent], clerk: Callable[..., Clerk]
) -> None:
    """HCP-01, LX-09: a bad rating is called back by somebody else; after the last try another level looks at it."""
    sent = send("replied", title="南坡水渠年年漏水")
    author = clerk()
    author.post("/letters/track/", code=sent.code)
    caller = visit("zhenhui")
    for turn in range(6):
        author.post(f"/letters/mine/{sent.pk}/rate/", level="1", solved="no", text=f"第 {turn + 1} 次还是漏。")
        caller.open(f"/workbench/letters/{sent.pk}/").press("回访").sees(f"第 {turn + 1} 次还是漏。")
        if turn == 0:
            caller.press("记下回访结果").told_off("result")
        caller.fill(result="redo", note="来信人说渠底仍在渗水。").press("记下回访结果")
        if "请提级复查" in caller.main.inner_text():
            break
        caller.sees("回访结果已记录")
        clerk("chengban").does(sent.pk, "reply", **FIELDS["reply"])
        clerk("shenqian").does(sent.pk, "sign", **FIELDS["sign"])
    assert turn > 0
    caller.fill(result="escalate").press("记下回访结果").sees("回访结果已记录")
    visit(state=sent.state).open(f"/letters/mine/{sent.pk}/").sees("提级复查")


@measured_at_a_desk_first
def test_a_contact_is_shown_for_a_reason_only(visit: Callable[..., Visitor], send: Callable[..., Sent]) -> None:
    """P02: masked until a reason is written down."""
    sent = send("handling", title="井盖松动", contact_phone="13900000001", contact_name="田大娘")
    handler = visit("chengban").open(f"/workbench/letters/{sent.pk}/contact/").misses("13900000001")
    handler.page.locator("form.form").last.get_by_role("button").click()
    handler.told_off("reason").fill(reason="核实井盖位置").press("查看").sees("13900000001")
    assert WHO["take"] == "chengban"
