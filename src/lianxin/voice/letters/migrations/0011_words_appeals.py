
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_joining'),
        ('letters', '0010_withheld_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='WordsReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(choices=[('public', '公开'), ('private', '不公开'), ('uphold', '维持不公开'), ('overturn', '改为公开')], max_length=10)),
                ('reason', models.CharField(blank=True, choices=[('privacy', '公开会泄露个人隐私'), ('third_party', '公开会影响他人合法权益'), ('safety', '涉及安全，不宜公开细节'), ('asked', '留言人希望不公开')], max_length=12, verbose_name='不公开的理由')),
                ('text', models.TextField(blank=True)),
                ('on_appeal', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '后来文字的审核记录',
                'verbose_name_plural': '后来文字的审核记录',
                'ordering': ['created_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='appeal',
            field=models.TextField(blank=True, verbose_name='申诉理由'),
        ),
        migrations.AddField(
            model_name='message',
            name='appealed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='申诉时间'),
        ),
        migrations.AddField(
            model_name='rating',
            name='appeal',
            field=models.TextField(blank=True, verbose_name='申诉理由'),
        ),
        migrations.AddField(
            model_name='rating',
            name='appealed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='申诉时间'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('publication', 'appealed')), fields=['letter'], name='message_appealed'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(condition=models.Q(('publication', 'appealed')), fields=['letter'], name='rating_appealed'),
        ),
        migrations.AddField(
            model_name='wordsreview',
            name='message',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='letters.message'),
        ),
        migrations.AddField(
            model_name='wordsreview',
            name='rating',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='letters.rating'),
        ),
        migrations.AddField(
            model_name='wordsreview',
            name='reviewer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person'),
        ),
        migrations.AddConstraint(
            model_name='wordsreview',
            constraint=models.CheckConstraint(condition=models.Q(('message__isnull', True), ('rating__isnull', True), _connector='XOR'), name='words_review_of_one_thing'),
        ),
    ]
