import django.db.models.deletion
from django.db import migrations, models

import lianxin.foundation.spine.scope


def forget(apps, schema_editor):
    """Going back: triggers of a table that is going to change."""
    from lianxin.membership.dues import keeping

    with schema_editor.connection.cursor() as cursor:
        for name in keeping.NAMES:
            on = f" ON {keeping.LINES}" if schema_editor.connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def write_paths(apps, schema_editor):
    """Going back: every row has its path again."""
    organisations = apps.get_model("organisations", "Organisation").objects
    for model, column in (("Posting", "organisation_id"), ("Assessment", "member__organisation_id")):
        here = organisations.filter(pk=models.OuterRef(column)).values("path")[:1]
        apps.get_model("dues", model)._base_manager.update(org_path=models.Subquery(here))


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0005_home_and_headcounts'),
        ('dues', '0004_remittances'),
        ('organisations', '0002_organisation_approves_members'),
    ]

    operations = [
        migrations.CreateModel(
            name='Total',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_year', models.PositiveSmallIntegerField()),
                ('of_year', models.PositiveSmallIntegerField()),
                ('debit', models.CharField(max_length=10)),
                ('credit', models.CharField(max_length=10)),
                ('own', models.BooleanField()),
                ('back', models.BooleanField()),
                ('fen', models.BigIntegerField()),
                ('lines', models.BigIntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'verbose_name': '党费合计',
                'verbose_name_plural': '党费合计',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'on_year', 'of_year', 'debit', 'credit', 'own', 'back'), name='dues_total_once')],
            },
        ),
        migrations.RemoveIndex(model_name='posting', name='dues_ledger'),
        migrations.RemoveIndex(model_name='assessment', name='dues_assessed'),
        migrations.AlterField(
            model_name='posting',
            name='org_path',
            field=lianxin.foundation.spine.scope.OrgPathField(default='', max_length=255),
        ),
        migrations.AlterField(
            model_name='assessment',
            name='org_path',
            field=lianxin.foundation.spine.scope.OrgPathField(default='', max_length=255),
        ),
        migrations.RunPython(migrations.RunPython.noop, write_paths),
        migrations.RemoveField(model_name='posting', name='org_path'),
        migrations.RemoveField(model_name='assessment', name='org_path'),
        migrations.AlterField(
            model_name='posting',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['organisation', 'on'], name='dues_ledger'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['on', 'id', 'organisation'], name='dues_newest'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
