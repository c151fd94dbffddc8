from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0001_initial")]

    operations = [
        migrations.AddField("visit", "people", models.PositiveSmallIntegerField(default=1, verbose_name="来几位")),
    ]
