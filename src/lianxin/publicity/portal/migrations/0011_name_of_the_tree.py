"""The top of Wagtail's tree, which its windows show, gets a Chinese name."""

from django.db import migrations


def name(apps, schema_editor):
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root")
    pages.update(title="全部站点", draft_title="全部站点")


class Migration(migrations.Migration):
    dependencies = [("portal", "0010_paper")]

    operations = [migrations.RunPython(name, migrations.RunPython.noop)]
