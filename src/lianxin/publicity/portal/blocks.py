"""What the body of an item is made of. Few kinds, each with one look, so that every site stays readable."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from lianxin.publicity.media.blocks import AudioBlock, VideoBlock
from lianxin.publicity.media.owned import PageChooserBlock, PictureChooserBlock, TextBlock

from .words import KNOWLEDGE

#: what a text may hold; a linked document gets an address for readers when the page is published (room `media`)
TEXT = ["bold", "italic", "link", "document-link", "ul", "ol"]


class PictureBlock(blocks.StructBlock):
    """A picture is nothing to those who cannot see it unless it is described (A11Y)."""

    image = PictureChooserBlock(label="图片")
    alt = blocks.CharBlock(label="给看不见的人的描述", max_length=200)
    caption = blocks.CharBlock(label="图片说明", required=False, max_length=120)

    class Meta:
        icon = "image"
        label = "图片"
        template = "portal/blocks/picture.html"


class GalleryBlock(blocks.ListBlock):
    """图片故事: pictures in a row that the reader pushes along; nothing moves by itself."""

    def __init__(self, **options: Any) -> None:
        super().__init__(PictureBlock(), **options)

    class Meta:
        icon = "image"
        label = "一组图片"
        min_num = 2
        max_num = 20
        template = "media/blocks/gallery.html"


class QuoteBlock(blocks.StructBlock):
    """A quotation names where it stands."""

    text = blocks.TextBlock(label="引文")
    source = blocks.CharBlock(label="出处", max_length=120)

    class Meta:
        icon = "openquote"
        label = "引用"
        template = "portal/blocks/quote.html"


class PlainWordsBlock(blocks.StructBlock):
    """政策 + 白话: what the paper says, and what it means for whoever asks."""

    policy = blocks.TextBlock(label="政策原文要点")
    plain = blocks.TextBlock(label="大白话")

    class Meta:
        icon = "help"
        label = "政策与白话"
        template = "portal/blocks/plain_words.html"


class QuestionBlock(blocks.StructBlock):
    """A question that people ask about a policy, and the answer in a few sentences."""

    question = blocks.CharBlock(label="大家会问", max_length=80)
    answer = blocks.TextBlock(label="回答")

    class Meta:
        icon = "help"
        label = "一问一答"
        template = "portal/blocks/question.html"


class WhereBlock(blocks.StructBlock):
    """去哪儿办: everything that somebody needs before they set out."""

    place = blocks.CharBlock(label="地点", max_length=120)
    hours = blocks.CharBlock(label="时间", max_length=120, required=False)
    bring = blocks.TextBlock(label="要带什么", required=False)
    contact = blocks.CharBlock(label="问谁", max_length=120, required=False, help_text="写单位和办公电话，不写个人手机")

    class Meta:
        icon = "site"
        label = "去哪儿办"
        template = "portal/blocks/where.html"


class PaperBlock(blocks.StructBlock):
    """纸件登记: what was on paper before it stood here, so that whoever doubts can go and look (R001).

    The words are typed or pasted into the body; the scan is a document or a picture of the shelf.
    """

    title = blocks.CharBlock(label="纸件名称", max_length=120)
    number = blocks.CharBlock(label="文号或编号", max_length=60, required=False)
    maker = blocks.CharBlock(label="谁印发、谁写的", max_length=80)
    day = blocks.DateBlock(label="形成日期", required=False)
    pages = blocks.IntegerBlock(label="页数", min_value=1, max_value=9999, required=False)
    kept = blocks.CharBlock(label="原件存放在哪里", max_length=80)
    scan = TextBlock(
        label="扫描件", features=["document-link"], required=False, help_text="写“扫描件”几个字，选中后点“文件”链上 PDF",
    )  # fmt: skip

    class Meta:
        icon = "doc-full"
        label = "纸件登记"
        template = "portal/blocks/paper.html"


class EventBlock(blocks.StructBlock):
    """One entry of a time line: what happened when, who says so, and how sure it is (R114)."""

    day = blocks.DateBlock(label="日期")
    time = blocks.TimeBlock(label="几点", required=False)
    title = blocks.CharBlock(label="发生了什么", max_length=60)
    text = TextBlock(label="经过", features=TEXT, required=False)
    knowledge = blocks.ChoiceBlock(label="核实情况", choices=list(KNOWLEDGE.items()), default="checking")
    source = blocks.CharBlock(label="来源", max_length=80)
    source_url = blocks.URLBlock(label="来源网址", required=False)
    changed = blocks.DateBlock(label="后来更新的日期", required=False)
    change = blocks.CharBlock(label="更新了什么", max_length=120, required=False)
    items = blocks.ListBlock(
        PageChooserBlock(page_type="portal.ArticlePage"), label="相关内容（各站点都可以选）", default=[]
    )

    class Meta:
        icon = "history"
        label = "时间线条目"
        template = "portal/blocks/event.html"

    def get_searchable_content(self, value: Any) -> list[str]:
        return [value["title"], *self.child_blocks["text"].get_searchable_content(value["text"])]


class BodyBlock(blocks.StreamBlock):
    """The body of an item."""

    heading = blocks.CharBlock(label="小标题", icon="title", max_length=60, template="portal/blocks/heading.html")
    text = TextBlock(label="正文", features=TEXT)
    picture = PictureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    audio = AudioBlock()
    quote = QuoteBlock()
    plain_words = PlainWordsBlock()
    question = QuestionBlock()
    where = WhereBlock()
    paper = PaperBlock()
    event = EventBlock()
