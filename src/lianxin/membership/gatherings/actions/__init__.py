"""Every change of a gathering: one named action each."""

from .attending import add, answer_leave, ask_leave, end_exemption, exempt, mark, sign_in
from .closing import close, finish_task, give_task, resolve, strike
from .crediting import credit
from .feeding import close_feed, open_feed
from .guests import add_guest, drop_guest
from .papers import add_photos, confirm_paper, enter_paper, hand_out, return_paper
from .planning import Draft, call, cancel, change, plan
from .reviewing import next_step, review_figures, review_others, review_self
from .yearly import Pattern, plan_year

__all__ = [
    "Draft", "Pattern", "add", "add_guest", "add_photos", "answer_leave", "ask_leave", "call", "cancel", "change", "close", "close_feed",
    "confirm_paper", "credit", "drop_guest", "end_exemption", "enter_paper", "exempt", "finish_task", "give_task", "hand_out", "mark", "next_step",
    "open_feed", "plan", "plan_year", "resolve", "return_paper", "review_figures", "review_others", "review_self", "sign_in",
    "strike",
]  # fmt: skip
