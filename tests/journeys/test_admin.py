"""系统管理员: organisations, accounts, appointments, keepers, calendar; and the second factor of a new colleague."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date, timedelta

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from .desk import Clerk
from .house import House
from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

PERIOD = 30
OWN_PASSWORD = "liu-shu-wan-2041"


@at_a_desk
def test_admin_founds_appoints_and_names_keepers(visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    mark = f"T{size['width']}"
    admin = visit("guanli").open("/workbench/organisations/").fill(q="云岭镇委员会").press("搜索")
    admin.page.get_by_role("link", name="中共云岭镇委员会", exact=True).first.click()
    admin.page.wait_for_url("**/organisations/*/")
    admin.look().press("成立下级组织").press("成立下级组织").told_off("name")
    admin.fill(name=f"云岭镇山林防火办公室{mark}", short_name=f"防火办{mark}", kind="单位", code=f"HC04-{mark}")
    admin.page.get_by_label("承办群众留言").check()
    admin.press("成立下级组织").sees("已办理", f"HC04-{mark}")

    admin.open("/workbench/accounts/").press("开设工作账号").fill(username="a b").press("开设账号").told_off(
        "username", kept={"username": "a b"}
    )
    admin.fill(username=f"linfang{mark}", name="林方", nickname="林干事").press("开设账号").sees("一次性密码")
    admin.press("接着任命").press("任命").told_off("post").fill(post="承办人", organisation=f"防火办{mark}").press(
        "任命"
    ).sees("已任命")
    admin.open("/workbench/keepers/").sees("责任人空缺").fill(organisation="白塔镇", keeper="没有这个人").press("保存")
    admin.told_off("keeper", kept={"keeper": "没有这个人"}).fill(keeper="guanli", deputy="xianwei").press("保存").sees(
        "已指定"
    )


@at_a_desk
def test_admin_sets_a_day_of_the_calendar(visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    day = date.today() + timedelta(
        days=30 - date.today().weekday() + (size["width"] > 500)
    )  # a Wednesday or a Thursday
    admin = visit("guanli").open("/workbench/calendar/").press("保存这一天").told_off("date")
    admin.page.locator("[name=date]").fill(day.isoformat())
    admin.fill(kind="off", name="丰收节放假").press("保存这一天").open(f"/workbench/calendar/?year={day.year}").sees(
        "丰收节放假"
    )
    admin.page.get_by_role("button", name=f"取消 {day.month}月{day.day}日 的设定").click()
    admin.misses("丰收节放假").look()


@on_a_phone
def test_a_new_colleague_turns_on_the_second_factor(
    visit: Callable[..., Visitor], clerk: Callable[..., Clerk], house: House, size: dict[str, int]
) -> None:
    """P04: the first password is used once; afterwards password and code together open the door."""
    name = f"xinren{size['width']}"
    opened = clerk("guanli").post("/workbench/accounts/open/", username=name, name="新仁", nickname="新同志").text()
    once = re.search(r'class="code">([^<]+)<', opened)
    assert once
    person = visit().open("/me/sign-in/").fill(login=name, password="wrong-password").press("登录")
    assert person.page.locator("[data-summary]").is_visible()
    person.fill(login=name, password=once[1]).press("登录").sees("请先换成自己的密码")
    person.fill(new_password1=OWN_PASSWORD, new_password2="something-else-1").press("保存").told_off("new_password2")
    person.fill(new_password1=OWN_PASSWORD, new_password2=OWN_PASSWORD).press("保存").sees("密码已修改")

    person.open("/me/second-factor/").press("开启").sees("确认是您本人").fill(password=OWN_PASSWORD).press("确认")
    secret = person.main.locator("p.num").first.inner_text().strip()
    person.fill(code="000000").press("开启").told_off("code").fill(code=code_of(secret)).press("开启")
    person.open("/me/second-factor/").sees("已开启").open("/me/sign-out/").press("退出")
    person.open("/me/sign-in/").fill(login=name, password=OWN_PASSWORD).press("登录").sees(
        "请输入验证器上现在显示的 6 位数字"
    )
    person.fill(code=code_of(secret)).press("继续").open("/me/").sees("您好")


def code_of(secret: str) -> str:
    """What an authenticator shows; near the end of its half minute the next one is waited for."""
    left = PERIOD - time.time() % PERIOD
    if left < PERIOD / 3:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))
