from django.db import migrations, models


def from_same_people(apps, schema_editor):
    apps.get_model("releases", "OutsideRelease").objects.filter(same_people=False).update(covers="others")


def to_same_people(apps, schema_editor):
    apps.get_model("releases", "OutsideRelease").objects.exclude(covers="all").update(same_people=False)


class Migration(migrations.Migration):

    dependencies = [
        ('releases', '0002_outside_releases'),
    ]

    operations = [
        migrations.AddField(
            model_name='outsiderelease',
            name='covers',
            field=models.CharField(choices=[('all', 'All of them, and nobody else'), ('part', 'Some of them, and nobody else'), ('others', 'Other people too, or only others')], default='all', max_length=20, verbose_name='which of the people it counts'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='outsiderelease',
            name='same_people',
            field=models.BooleanField(default=True),
        ),
        migrations.RunPython(from_same_people, to_same_people),
        migrations.RemoveField(
            model_name='outsiderelease',
            name='same_people',
        ),
        migrations.AddConstraint(
            model_name='outsiderelease',
            constraint=models.CheckConstraint(condition=models.Q(('covers__in', ['all', 'part', 'others'])), name='outside_covers_known'),
        ),
    ]
