"""A sheet as one page that needs no other file: to be kept, sent and printed, and it looks the same without a network."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .sheet import Facts, Grid, Part, Plain, Sheet, Text

#: what the file itself allows: its own style and nothing else
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root{color-scheme:light}
body{max-width:48rem;margin:0 auto;padding:1.5rem 1rem 4rem;font:1.0625rem/1.75 "FangSong","STFangsong","Noto Serif CJK SC",serif;color:#1a1a1a;background:#fff}
h1,h2,.head,th{font-family:"SimHei","Noto Sans CJK SC",sans-serif}
h1{font-size:1.6rem;text-align:center;line-height:1.4}
h2{font-size:1.2rem;margin-top:2rem}
.head,.right{text-align:center}
.right{text-align:right}
p{overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;margin:1rem 0}
th,td{border:1px solid #666;padding:.4rem .6rem;text-align:left;vertical-align:top;font-weight:400;overflow-wrap:anywhere}
table.facts th{width:min(9rem,32%)}
tr.tall td{height:2.6rem}
@page{size:A4;margin:25mm 22mm}
@media print{body{max-width:none;padding:0}tr{break-inside:avoid}h2{break-after:avoid}}
"""


def to_html(sheet: Sheet) -> bytes:
    """The paper as the bytes of an HTML page with its style inside; everything said is escaped."""
    head = format_html('<p class="head">{}</p>', sheet.head) if sheet.head else mark_safe("")
    body = format_html_join("\n", "{}", ((_part(part),) for part in sheet.parts))
    style = mark_safe(_STYLE)  # noqa: S308 - ours, and escaped it would be no style
    page = format_html(
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="author" content="{}"><title>{}</title>'
        "<style>{}</style></head>\n<body>{}<h1>{}</h1>\n{}\n</body></html>\n",
        POLICY, sheet.author, sheet.name or sheet.title, style, head, sheet.title, body,
    )  # fmt: skip
    return page.encode()


def _part(part: Part) -> SafeString:
    match part:
        case Text() if part.said:
            heading = format_html("<h2>{}</h2>", part.heading) if part.heading else mark_safe("")
            return heading + format_html_join("\n", "<p>{}</p>", ((line,) for line in part.said))
        case Facts():
            rows = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', part.rows)
            return format_html('<table class="facts"><tbody>{}</tbody></table>', rows)
        case Grid():
            return _grid(part)
        case Plain():
            kind = "right" if part.right else "plain"
            return format_html('<p class="{}">{}</p>', kind, part.text or "\u3000")
    return mark_safe("")


def _grid(part: Grid) -> SafeString:
    head = format_html_join("", '<th scope="col">{}</th>', ((word,) for word in part.head))
    kind = mark_safe(' class="tall"') if part.tall else mark_safe("")
    rows = format_html_join(
        "", "<tr{}>{}</tr>",
        ((kind, format_html_join("", "<td>{}</td>", ((cell,) for cell in row))) for row in part.rows),
    )  # fmt: skip
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, rows)
