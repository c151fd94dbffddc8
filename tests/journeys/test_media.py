"""An editor brings a recording, is told what is wrong with it, and finds it in the list; a reader pushes pictures along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.publicity.media.clips import clip, needs_ffmpeg

from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

NEW = "/workbench/media/new/"


@on_a_phone
def test_what_is_no_recording_is_refused_at_the_field(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    false_name = tmp_path / "录像.mp4"
    false_name.write_bytes(b"<html><script>alert(1)</script></html>")
    visitor = visit("bianji", scripts=False).open(NEW).fill(title="医保怎么交")
    visitor.page.locator("input[type=file]").set_input_files(false_name)
    visitor.page.get_by_role("button", name="上传").click()
    visitor.sees("这是网页文件，不是录音录像。").look()
    assert visitor.page.locator("[name=title]").input_value() == "医保怎么交"


@needs_ffmpeg
@at_a_desk
def test_a_recording_comes_in_and_waits_for_its_turn(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    film = tmp_path / "录像.mp4"
    film.write_bytes(clip("a.mp4", "320x240"))
    visitor = visit("bianji").open(NEW).fill(title="大喇叭开播", description="三分钟说清三件事")
    visitor.page.locator("input[type=file]").set_input_files(film)
    with visitor.page.expect_navigation(url="**/workbench/media/*/", wait_until="load"):
        visitor.page.get_by_role("button", name="上传").click()
    visitor.look().sees("大喇叭开播", "等待转码", "还没有发布的内容用到它")
    visitor.press("改文字、字幕和封面").fill(captions="00:01 --> 00:02\n您好").press("保存")
    visitor.sees("第 1 行：时间写法不对").open("/workbench/media/").sees("大喇叭开播")


@on_a_phone
def test_a_picture_story_on_a_phone_of_an_elderly_reader(visit: Callable[..., Visitor]) -> None:
    visitor = visit(mode="elder").open("/search/?q=代办员老周")
    visitor.follow("main ol.hits h3 a").look()
    assert visitor.page.locator(".gallery li img").count() >= 2
    assert visitor.page.locator(".gallery ol").evaluate("e => e.scrollWidth > e.clientWidth")
