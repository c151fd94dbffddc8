"""Tables of the room: the file itself, its papers, its person's family, on what a member stands in it, what is not the same, figures, rosters on their way."""

from .admissions import Admission
from .apart import Apart
from .family import Relative
from .figures import Headcount, Recount
from .files import Member, MemberEvent, MemberRecord
from .papers import Paper, PaperText
from .runs import RosterRun

__all__ = [
    "Admission",
    "Apart",
    "Headcount",
    "Member",
    "MemberEvent",
    "MemberRecord",
    "Paper",
    "PaperText",
    "Recount",
    "Relative",
    "RosterRun",
]
