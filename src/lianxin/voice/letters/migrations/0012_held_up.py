from typing import Any

from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone


def find(apps: Any, schema_editor: Any) -> None:
    """Letters that wait already for somebody to notice that their office keeps away."""
    letter = apps.get_model("letters", "Letter")
    party = apps.get_model("letters", "Party")
    open_ = ("assigned", "handling", "waiting", "approving", "reworking")
    away = party.objects.filter(role="conflict", letter__state__in=open_, organisation=F("letter__organisation"))
    letter.objects.filter(pk__in=away.values("letter")).update(held_up_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("letters", "0011_words_appeals")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="held_up_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="承办单位回避、等改派的时间"),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(condition=Q(("held_up_at__isnull", False)), fields=["org_path"], name="letter_held_up"),
        ),
        migrations.RunPython(find, migrations.RunPython.noop),
    ]
