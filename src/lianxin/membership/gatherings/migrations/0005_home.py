import django.db.models.deletion
from django.db import migrations, models

import lianxin.foundation.spine.scope


def write_paths(apps, schema_editor):
    """Going back: every row has its path again."""
    here = apps.get_model("organisations", "Organisation").objects.filter(pk=models.OuterRef("organisation_id"))
    rows = apps.get_model("gatherings", "Gathering")._base_manager
    rows.update(org_path=models.Subquery(here.values("path")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('gatherings', '0004_lessons_of_a_gathering'),
        ('organisations', '0002_organisation_approves_members'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='gathering', name='gathering_scope'),
        migrations.AlterField(
            model_name='gathering',
            name='org_path',
            field=lianxin.foundation.spine.scope.OrgPathField(default='', max_length=255),
        ),
        migrations.RunPython(migrations.RunPython.noop, write_paths),
        migrations.RemoveField(model_name='gathering', name='org_path'),
        migrations.AlterField(
            model_name='gathering',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='gatherings', to='organisations.organisation'),
        ),
    ]
