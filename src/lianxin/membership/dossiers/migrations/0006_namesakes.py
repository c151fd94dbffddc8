from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0005_home_and_headcounts'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='member', name='member_name'),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['name', 'born', 'organisation'], name='member_name'),
        ),
    ]
