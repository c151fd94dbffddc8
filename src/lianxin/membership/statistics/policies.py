"""Who may see the tables: those who may see the files that they are counted from, over the same subtree (P05).

Nothing is masked: small cells are working figures of the organisation that keeps the very files.
"""

from __future__ import annotations

READ = "membership.statistics"
#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (READ,),
    "deputy_secretary": (READ,),
    "committee_member": (READ,),
    "organiser": (READ,),
    "discipline": (READ,),
    "leader": (READ,),
}
