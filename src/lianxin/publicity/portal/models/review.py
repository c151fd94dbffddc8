"""One stage of 先审后发: whoever holds the duty for the page's organisation decides, and never on their own words."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.models import Task, TaskState

from ..forms import ApproveForm, ReturnForm
from ..words_desk import STAGES

VERBS = tuple((verb, names[0]) for verb, names in STAGES.items())


class DutyTask(Task):
    """A stage that is done by post and organisation. Rights come from appointments in force, asked each time."""

    verb = models.CharField("由谁办", max_length=20, choices=VERBS)

    admin_form_fields: ClassVar[list[str]] = [*Task.admin_form_fields, "verb"]

    class Meta:
        verbose_name = verbose_name_plural = "审核环节"

    def _may(self, obj: Any, user: Any) -> bool:
        from ..policies import may_decide

        return bool(may_decide(user, obj, self.verb))

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """The first stage that has not passed these very words; who has it now is told."""
        from ..desk.stages import begun, may_begin

        first = workflow_state.get_next_task()
        if first is not None and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        page = workflow_state.content_object.specific
        may_begin(page)
        state = super().start(workflow_state, user=user)
        begun(page, self.verb, state)
        return state

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self._may(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """While it is being reviewed nobody changes the words under the reviewer's eyes."""
        return True

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not self._may(obj, user):
            return []
        return [("reject", "退回修改", True), ("approve", STAGES[self.verb][1], True)]

    def get_form_for_action(self, action: str) -> Any:
        return ReturnForm if action == "reject" else ApproveForm

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        from ..actions import decide

        decide(user=user, task_state=task_state, verb=self.verb, action_name=action_name, data=kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        from ..policies import may_decide

        running = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related(
            "revision", "workflow_state"
        )
        ids = [x.pk for x in running if may_decide(user, x.workflow_state.content_object, self.verb)]
        return TaskState.objects.filter(pk__in=ids)

    @classmethod
    def get_description(cls) -> str:
        return "由对本组织负有这项职责、且没有参与撰写和前面环节的人办理"
