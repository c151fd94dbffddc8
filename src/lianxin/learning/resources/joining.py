"""How the collection moves when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import declare, declare_loose, moving

declare(moving("resources.Resource.handler", "resources.Resource.entered_by"))
declare_loose("accounts.Person", moving("resources.ResourceStep.person_id"))
