"""Updates that were recorded before 0005 do not say what the action said before them. Where its history does, they do
now: what a deed on many actions kept, else an earlier update, else the document that the action was read from."""

from itertools import groupby

from django.db import migrations

from equalities.documents.vocabulary import field_of


def fill_in(apps, _schema_editor):
    rows = apps.get_model("plans", "Update")._base_manager.order_by("action", "pk").select_related("action")
    for _key, updates in groupby(rows.iterator(chunk_size=2000), key=lambda update: update.action_id):
        says = None
        for update in updates:
            said = update.status_before or _kept(apps, update) or (_written(apps, update.action) if says is None else says)
            if said != update.status_before:
                rows.filter(pk=update.pk).update(status_before=said[:500])
            says = update.status or said


def _kept(apps, update):
    changes = apps.get_model("plans", "Change").objects.filter(action=update.action_id, deed=update.deed_id, kind="said")
    kept = changes.exclude(deed=None).exclude(values=None).first()
    return kept.values[0]["status"] if kept else ""


def _written(apps, action):
    """As the document had it, unless a later version of the document may have said otherwise."""
    later = apps.get_model("plans", "Change").objects.filter(action=action, deed__kind="imported")
    if not action.imported_in_id or later.exists():
        return ""
    return next((text for heading, text in action.fields.items() if field_of(heading) == "status" and text), "")


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_undone_in_part")]
    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
