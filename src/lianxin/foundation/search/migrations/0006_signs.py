"""The index learns signs with their neighbours (grams.py); what is there is indexed again."""

from importlib import import_module

from django.db import migrations

pieces = import_module("lianxin.foundation.search.migrations.0004_pieces")


class Migration(migrations.Migration):
    dependencies = [("search", "0005_attachments")]
    operations = [migrations.RunPython(pieces.forward, migrations.RunPython.noop)]
