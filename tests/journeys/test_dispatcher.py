"""分派员: a suggestion with its reason, assigning, co-handlers, keeping away, joining letters about one thing."""

from __future__ import annotations

from collections.abc import Callable

from .desk import OFFICE, Clerk, Sent
from .sizes import at_a_desk, measured_at_a_desk_first
from .visiting import Visitor


@measured_at_a_desk_first
def test_suggestion_and_assignment(
    visit: Callable[..., Visitor], send: Callable[..., Sent], clerk: Callable[..., Clerk]
) -> None:
    known = send("handling", title="东塘村二组路灯一到雨天就跳闸")
    sent = send("accepted", title="东塘村四组路灯雨天跳闸，求检修")
    visitor = visit("zhenfen").open("/workbench/letters/?queue=dispatch").sees(sent.title)
    visitor.open(f"/workbench/letters/{sent.pk}/").press("分派").sees("件类似留言")
    visitor.within("fieldset li", "青禾镇建设办").press("分派到这里").sees("已分派", "青禾镇建设办")
    assert known.pk != sent.pk
    other = send("accepted", title="桥头公厕没有水")
    visitor.open(f"/workbench/letters/{other.pk}/assign/").fill(organisation="请选择单位")
    visitor.submit().told_off("organisation").fill(organisation="青禾农业服务中心", note="请先去现场看一下。")
    visitor.submit().sees("已分派", "青禾镇农业服务中心")


@at_a_desk
def test_merging_and_co_handlers(visit: Callable[..., Visitor], send: Callable[..., Sent]) -> None:
    main = send("handling", title="西塘村水泵房夜里噪声大")
    twin = send("accepted", title="西塘村水泵房半夜噪声吵人")
    visitor = visit("zhenfen").open(f"/workbench/letters/{twin.pk}/merge/").press("并入同一件事").told_off("into")
    visitor.fill(number="LX1999-000001").press("并入同一件事").told_off("number", kept={"number": "LX1999-000001"})
    visitor.fill(number="", into=str(main.pk)).press("并入同一件事").sees("已并案")
    visit(state=twin.state).open(f"/letters/mine/{twin.pk}/").sees("已与同一件事合并办理")
    visitor.open(f"/workbench/letters/{main.pk}/cohandler/").press("增加协办").told_off("organisation")
    visitor.fill(organisation="青禾农业服务中心").press("增加协办").sees("已增加协办单位")
    visit().open(f"/letters/{main.pk}/").sees("协办", "合并办理的留言")


@at_a_desk
def test_an_excluded_office_sees_nothing_any_more(visit: Callable[..., Visitor], send: Callable[..., Sent]) -> None:
    """PET-06: after 回避 the letter is not there for those who have an interest in it."""
    sent = send("accepted", title="建设办的料堆占了晒谷场")
    visitor = visit("zhenfen").open(f"/workbench/letters/{sent.pk}/exclude/").press("登记回避").told_off("organisation")
    visitor.fill(organisation=OFFICE).press("登记回避").sees("已登记")
    visitor.open(f"/workbench/letters/{sent.pk}/assign/").fill(organisation=OFFICE)
    visitor.submit().told_off("organisation").sees("应当回避")
    handler = visit("chengban", allow=(404, 403))
    handler.page.goto(f"{handler.site}/workbench/letters/{sent.pk}/")
    handler.look().misses(sent.title)
