"""How it was voted is a fact of its own from now on; what older records do not say is called unknown, not guessed."""

from django.db import migrations

VOTED = ("accept", "not_accepted", "accept_full", "not_full", "extend", "cancel")


def say(apps, schema_editor):
    for case in apps.get_model("development", "Development")._base_manager.only("pk", "facts").iterator(chunk_size=500):
        facts, changed = case.facts, False
        for event in VOTED:
            fact = facts.get(event)
            if fact and "how" not in fact and (fact.get("due") or fact.get("branch")):
                fact["how"] = "platform" if fact.get("ballot") else "unknown"
                changed = True
        if changed:
            case.facts = facts
            case.save(update_fields=["facts"])


class Migration(migrations.Migration):
    dependencies = [("development", "0005_retractions")]
    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
