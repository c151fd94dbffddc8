"""Words of the roll-ups."""

from __future__ import annotations

#: what the instance above said of a report; code -> 中文
OUTCOMES = {
    "": "还没有答复",
    "arrived": "对方已收到，等待确认",
    "accepted": "对方已确认，计入汇总",
    "returned": "对方退回",
    "refused": "对方平台没有收下",
}
#: what the people of this instance decided about a report that came in
DECISIONS = {"": "待确认", "accepted": "已确认", "returned": "已退回"}
