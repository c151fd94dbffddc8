from django.db import migrations, models


class Migration(migrations.Migration):
    """How many papers had a question and how many answered it right; rounds marked before say 0 until they are marked again."""

    dependencies = [("contests", "0001_initial")]

    operations = [
        migrations.AddField("pooled", "asked", models.PositiveIntegerField("答到的份数", default=0)),
        migrations.AddField("pooled", "right", models.PositiveIntegerField("答对的份数", default=0)),
    ]
