"""Indexes of what a front asks for: the few items of some forms, and the places of one level of the tree."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0008_topics")]

    operations = [
        migrations.AddIndex(
            model_name="articlepage",
            index=models.Index(fields=["form", "day"], name="portal_form_day"),
        ),
        # the columns of a site and the sites of the home: by their path alone the whole tree would be read
        migrations.RunSQL(
            "CREATE INDEX portal_places ON wagtailcore_page (depth, path)",
            "DROP INDEX portal_places",
        ),
    ]
