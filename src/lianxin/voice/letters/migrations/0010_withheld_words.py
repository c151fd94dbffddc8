from django.db import migrations, models

REASONS = [
    ("privacy", "公开会泄露个人隐私"),
    ("third_party", "公开会影响他人合法权益"),
    ("safety", "涉及安全，不宜公开细节"),
    ("asked", "留言人希望不公开"),
]


class Migration(migrations.Migration):
    dependencies = [("letters", "0009_reply_texts")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="withheld",
            field=models.CharField(blank=True, choices=REASONS, default="", max_length=12, verbose_name="不公开的理由"),
            preserve_default=False,
        )
        for name in ("message", "rating")
    ]
