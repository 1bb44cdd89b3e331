import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import events.models.clock
import outbox.links
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


# Functions that the generated columns call; they must be there before the table is.
CLOCK = """
CREATE FUNCTION events_begins_at(first_day date, start_time time, zone text) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $$
    SELECT (first_day + coalesce(start_time, '00:00'::time)) AT TIME ZONE zone
$$;
CREATE FUNCTION events_over_at(
    first_day date, last_day date, start_time time, end_time time, known text, zone text
) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN end_time IS NOT NULL THEN coalesce(last_day, first_day) + end_time
        WHEN known = 'day' THEN (coalesce(last_day, first_day) + 1)::timestamp
        WHEN known = 'month' THEN date_trunc('month', coalesce(last_day, first_day)::timestamp) + interval '1 month'
        ELSE date_trunc('year', coalesce(last_day, first_day)::timestamp) + interval '1 year'
    END AT TIME ZONE zone
$$;
CREATE FUNCTION events_closes_at(deadline_day date, deadline_time time, zone text) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN deadline_time IS NOT NULL THEN deadline_day + deadline_time + interval '1 minute'
        ELSE (deadline_day + 1)::timestamp
    END AT TIME ZONE zone
$$;
CREATE FUNCTION events_clock_shows(day date, hour time, zone text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(((day + hour) AT TIME ZONE zone) AT TIME ZONE zone = day + hour, true)
$$;
"""

UNDO = """
DROP FUNCTION events_begins_at(date, time, text);
DROP FUNCTION events_over_at(date, date, time, time, text, text);
DROP FUNCTION events_closes_at(date, time, text);
DROP FUNCTION events_clock_shows(date, time, text);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('centres', '0003_other_networks'),
        ('projects', '0008_import_runs'),
        ('vocabulary', '0006_event_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(CLOCK, UNDO),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='address')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], default='en', max_length=3, verbose_name='language')),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='address')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sequence', models.PositiveIntegerField(db_default=0, default=0, editable=False)),
                ('kind', models.CharField(choices=[('workshop', 'workshop'), ('conference', 'conference'), ('meeting', 'meeting'), ('kick_off', 'kick-off'), ('webinar', 'webinar'), ('training', 'training'), ('session', 'session at a larger event')], default='workshop', max_length=10, verbose_name='kind')),
                ('original_language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], default='en', max_length=3, verbose_name='original language')),
                ('zone', models.CharField(choices=[('Europe/Amsterdam', 'Europe/Amsterdam'), ('Europe/Andorra', 'Europe/Andorra'), ('Europe/Athens', 'Europe/Athens'), ('Europe/Belgrade', 'Europe/Belgrade'), ('Europe/Berlin', 'Europe/Berlin'), ('Europe/Bratislava', 'Europe/Bratislava'), ('Europe/Brussels', 'Europe/Brussels'), ('Europe/Bucharest', 'Europe/Bucharest'), ('Europe/Budapest', 'Europe/Budapest'), ('Europe/Chisinau', 'Europe/Chisinau'), ('Europe/Copenhagen', 'Europe/Copenhagen'), ('Europe/Dublin', 'Europe/Dublin'), ('Europe/Helsinki', 'Europe/Helsinki'), ('Europe/Istanbul', 'Europe/Istanbul'), ('Europe/Kyiv', 'Europe/Kyiv'), ('Europe/Lisbon', 'Europe/Lisbon'), ('Europe/Ljubljana', 'Europe/Ljubljana'), ('Europe/London', 'Europe/London'), ('Europe/Luxembourg', 'Europe/Luxembourg'), ('Europe/Madrid', 'Europe/Madrid'), ('Europe/Malta', 'Europe/Malta'), ('Europe/Oslo', 'Europe/Oslo'), ('Europe/Paris', 'Europe/Paris'), ('Europe/Podgorica', 'Europe/Podgorica'), ('Europe/Prague', 'Europe/Prague'), ('Europe/Riga', 'Europe/Riga'), ('Europe/Rome', 'Europe/Rome'), ('Europe/Sarajevo', 'Europe/Sarajevo'), ('Europe/Skopje', 'Europe/Skopje'), ('Europe/Sofia', 'Europe/Sofia'), ('Europe/Stockholm', 'Europe/Stockholm'), ('Europe/Tallinn', 'Europe/Tallinn'), ('Europe/Tirane', 'Europe/Tirane'), ('Europe/Vaduz', 'Europe/Vaduz'), ('Europe/Vienna', 'Europe/Vienna'), ('Europe/Vilnius', 'Europe/Vilnius'), ('Europe/Warsaw', 'Europe/Warsaw'), ('Europe/Zagreb', 'Europe/Zagreb'), ('Europe/Zurich', 'Europe/Zurich'), ('Asia/Nicosia', 'Asia/Nicosia'), ('Asia/Tbilisi', 'Asia/Tbilisi'), ('Asia/Yerevan', 'Asia/Yerevan'), ('Atlantic/Azores', 'Atlantic/Azores'), ('Atlantic/Canary', 'Atlantic/Canary'), ('Atlantic/Faroe', 'Atlantic/Faroe'), ('Atlantic/Madeira', 'Atlantic/Madeira'), ('Atlantic/Reykjavik', 'Atlantic/Reykjavik'), ('America/Cayenne', 'America/Cayenne'), ('America/Guadeloupe', 'America/Guadeloupe'), ('America/Martinique', 'America/Martinique'), ('America/Nuuk', 'America/Nuuk'), ('Indian/Mayotte', 'Indian/Mayotte'), ('Indian/Reunion', 'Indian/Reunion'), ('UTC', 'UTC')], default='Europe/Brussels', max_length=40, verbose_name='time zone')),
                ('precision', models.CharField(choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], default='day', max_length=5, verbose_name='date known')),
                ('first_day', models.DateField(help_text='Of a month known only as such, the first.', verbose_name='first day')),
                ('start_time', models.TimeField(blank=True, help_text='Leave empty when not known.', null=True, verbose_name='begins at')),
                ('last_day', models.DateField(blank=True, help_text='Only when it lasts several days.', null=True, verbose_name='last day')),
                ('end_time', models.TimeField(blank=True, null=True, verbose_name='ends at')),
                ('begins_at', models.GeneratedField(db_persist=True, expression=events.models.clock.BeginsAt(models.F('first_day'), models.F('start_time'), models.F('zone')), output_field=models.DateTimeField(), verbose_name='beginning')),
                ('over_at', models.GeneratedField(db_persist=True, expression=events.models.clock.OverAt(models.F('first_day'), models.F('last_day'), models.F('start_time'), models.F('end_time'), models.F('precision'), models.F('zone')), output_field=models.DateTimeField(), verbose_name='end')),
                ('attendance', models.CharField(choices=[('in_person', 'on site'), ('online', 'online'), ('hybrid', 'on site and online'), ('unknown', 'not known')], default='unknown', max_length=9, verbose_name='how to take part')),
                ('place', models.CharField(blank=True, help_text='City, and the house if known.', max_length=200, verbose_name='place')),
                ('address', models.TextField(blank=True, max_length=1000, verbose_name='how to get there')),
                ('online_url', models.URLField(blank=True, help_text='Shown only to people with a place.', max_length=500, verbose_name='link for taking part online')),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(999)], verbose_name='number in the series')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('remarks', models.TextField(blank=True, help_text='What a reader should know about these facts.', verbose_name='remarks')),
                ('source', models.TextField(blank=True, help_text='One address or reference per line.', verbose_name='source')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('notes', models.TextField(blank=True, verbose_name='internal notes')),
                ('registration', models.CharField(choices=[('none', 'no registration'), ('here', 'here, with a form'), ('elsewhere', 'at another address')], default='none', max_length=9, verbose_name='registration')),
                ('registration_url', models.URLField(blank=True, max_length=500, verbose_name='address of the registration')),
                ('deadline_day', models.DateField(blank=True, help_text='The last day in time, in the zone of the event.', null=True, verbose_name='register until')),
                ('deadline_time', models.TimeField(blank=True, help_text='Empty: the whole last day is in time.', null=True, verbose_name='register until, hour')),
                ('closes_at', models.GeneratedField(db_persist=True, expression=events.models.clock.ClosesAt(models.F('deadline_day'), models.F('deadline_time'), models.F('zone')), output_field=models.DateTimeField(), verbose_name='closes')),
                ('capacity', models.PositiveIntegerField(blank=True, help_text='Empty: no limit.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='places')),
                ('waiting_list', models.BooleanField(default=True, verbose_name='waiting list when full')),
                ('admits', models.BooleanField(default=False, help_text='A confirmed request waits on the desk first.', verbose_name='staff admit each person')),
                ('accept_hours', models.PositiveSmallIntegerField(default=48, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(336)], verbose_name='hours to accept an offered place')),
                ('asks_access', models.BooleanField(default=True, verbose_name='ask about access needs')),
                ('lists_people', models.BooleanField(default=False, help_text='Only of those who tick that they want it.', verbose_name='show a public list of participants')),
                ('reminder_days', models.PositiveSmallIntegerField(default=2, help_text='0: no reminder.', validators=[django.core.validators.MaxValueValidator(30)], verbose_name='days before the event a reminder is sent')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('cancelled', 'cancelled'), ('archived', 'archived')], db_default='draft', default='draft', editable=False, max_length=9, verbose_name='state')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published at')),
                ('cancelled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='cancelled at')),
                ('cancel_reason', models.TextField(blank=True, editable=False, verbose_name='reason for cancelling')),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='archived at')),
                ('purged_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='registrations deleted at')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('archived_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancelled_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('centres', models.ManyToManyField(blank=True, related_name='events', to='centres.centre', verbose_name='competence centres')),
                ('country', models.ForeignKey(blank=True, limit_choices_to={'level': 0}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events_held', to='vocabulary.region', verbose_name='country')),
                ('macro_regions', models.ManyToManyField(blank=True, related_name='events', to='vocabulary.macroregion', verbose_name='macro-regions it is about')),
                ('needs', models.ManyToManyField(blank=True, help_text='Needs of the matrix that were named at this event.', related_name='identified_at', to='centres.need', verbose_name='needs it identified')),
                ('networks', models.ManyToManyField(blank=True, related_name='events', to='centres.network', verbose_name='networks')),
                ('projects', models.ManyToManyField(blank=True, related_name='events', to='projects.project', verbose_name='projects')),
                ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('regions', models.ManyToManyField(blank=True, related_name='events', to='vocabulary.region', verbose_name='countries it is about')),
                ('themes', models.ManyToManyField(blank=True, related_name='events', to='vocabulary.theme', verbose_name='themes')),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='events.series', verbose_name='series')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['-first_day', 'pk'],
                'permissions': [('publish_event', 'Can publish, cancel and archive events'), ('manage_people', 'Can see and decide registrations, and write to people'), ('see_access_needs', 'Can see the access needs of participants')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('email', models.EmailField(blank=True, help_text='Never shown; the contact form writes to it.', max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(choices=[('en', 'English'), ('de', 'Deutsch'), ('sv', 'Svenska')], default='en', max_length=3, verbose_name='writes in')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='events.event')),
            ],
            options={
                'verbose_name': 'person to ask',
                'verbose_name_plural': 'people to ask',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EventLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('programme', 'programme'), ('slides', 'presentation'), ('notes', 'notes'), ('recording', 'recording'), ('other', 'other material')], default='other', max_length=9, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], default='en', max_length=3, verbose_name='language')),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='events.event')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalContact',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('language', models.CharField(choices=[('en', 'English'), ('de', 'Deutsch'), ('sv', 'Svenska')], default='en', max_length=3, verbose_name='writes in')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical person to ask',
                'verbose_name_plural': 'historical people to ask',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEvent',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, verbose_name='address')),
                ('uid', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('sequence', models.PositiveIntegerField(db_default=0, default=0, editable=False)),
                ('kind', models.CharField(choices=[('workshop', 'workshop'), ('conference', 'conference'), ('meeting', 'meeting'), ('kick_off', 'kick-off'), ('webinar', 'webinar'), ('training', 'training'), ('session', 'session at a larger event')], default='workshop', max_length=10, verbose_name='kind')),
                ('original_language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], default='en', max_length=3, verbose_name='original language')),
                ('zone', models.CharField(choices=[('Europe/Amsterdam', 'Europe/Amsterdam'), ('Europe/Andorra', 'Europe/Andorra'), ('Europe/Athens', 'Europe/Athens'), ('Europe/Belgrade', 'Europe/Belgrade'), ('Europe/Berlin', 'Europe/Berlin'), ('Europe/Bratislava', 'Europe/Bratislava'), ('Europe/Brussels', 'Europe/Brussels'), ('Europe/Bucharest', 'Europe/Bucharest'), ('Europe/Budapest', 'Europe/Budapest'), ('Europe/Chisinau', 'Europe/Chisinau'), ('Europe/Copenhagen', 'Europe/Copenhagen'), ('Europe/Dublin', 'Europe/Dublin'), ('Europe/Helsinki', 'Europe/Helsinki'), ('Europe/Istanbul', 'Europe/Istanbul'), ('Europe/Kyiv', 'Europe/Kyiv'), ('Europe/Lisbon', 'Europe/Lisbon'), ('Europe/Ljubljana', 'Europe/Ljubljana'), ('Europe/London', 'Europe/London'), ('Europe/Luxembourg', 'Europe/Luxembourg'), ('Europe/Madrid', 'Europe/Madrid'), ('Europe/Malta', 'Europe/Malta'), ('Europe/Oslo', 'Europe/Oslo'), ('Europe/Paris', 'Europe/Paris'), ('Europe/Podgorica', 'Europe/Podgorica'), ('Europe/Prague', 'Europe/Prague'), ('Europe/Riga', 'Europe/Riga'), ('Europe/Rome', 'Europe/Rome'), ('Europe/Sarajevo', 'Europe/Sarajevo'), ('Europe/Skopje', 'Europe/Skopje'), ('Europe/Sofia', 'Europe/Sofia'), ('Europe/Stockholm', 'Europe/Stockholm'), ('Europe/Tallinn', 'Europe/Tallinn'), ('Europe/Tirane', 'Europe/Tirane'), ('Europe/Vaduz', 'Europe/Vaduz'), ('Europe/Vienna', 'Europe/Vienna'), ('Europe/Vilnius', 'Europe/Vilnius'), ('Europe/Warsaw', 'Europe/Warsaw'), ('Europe/Zagreb', 'Europe/Zagreb'), ('Europe/Zurich', 'Europe/Zurich'), ('Asia/Nicosia', 'Asia/Nicosia'), ('Asia/Tbilisi', 'Asia/Tbilisi'), ('Asia/Yerevan', 'Asia/Yerevan'), ('Atlantic/Azores', 'Atlantic/Azores'), ('Atlantic/Canary', 'Atlantic/Canary'), ('Atlantic/Faroe', 'Atlantic/Faroe'), ('Atlantic/Madeira', 'Atlantic/Madeira'), ('Atlantic/Reykjavik', 'Atlantic/Reykjavik'), ('America/Cayenne', 'America/Cayenne'), ('America/Guadeloupe', 'America/Guadeloupe'), ('America/Martinique', 'America/Martinique'), ('America/Nuuk', 'America/Nuuk'), ('Indian/Mayotte', 'Indian/Mayotte'), ('Indian/Reunion', 'Indian/Reunion'), ('UTC', 'UTC')], default='Europe/Brussels', max_length=40, verbose_name='time zone')),
                ('precision', models.CharField(choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], default='day', max_length=5, verbose_name='date known')),
                ('first_day', models.DateField(help_text='Of a month known only as such, the first.', verbose_name='first day')),
                ('start_time', models.TimeField(blank=True, help_text='Leave empty when not known.', null=True, verbose_name='begins at')),
                ('last_day', models.DateField(blank=True, help_text='Only when it lasts several days.', null=True, verbose_name='last day')),
                ('end_time', models.TimeField(blank=True, null=True, verbose_name='ends at')),
                ('attendance', models.CharField(choices=[('in_person', 'on site'), ('online', 'online'), ('hybrid', 'on site and online'), ('unknown', 'not known')], default='unknown', max_length=9, verbose_name='how to take part')),
                ('place', models.CharField(blank=True, help_text='City, and the house if known.', max_length=200, verbose_name='place')),
                ('address', models.TextField(blank=True, max_length=1000, verbose_name='how to get there')),
                ('online_url', models.URLField(blank=True, help_text='Shown only to people with a place.', max_length=500, verbose_name='link for taking part online')),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(999)], verbose_name='number in the series')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('remarks', models.TextField(blank=True, help_text='What a reader should know about these facts.', verbose_name='remarks')),
                ('source', models.TextField(blank=True, help_text='One address or reference per line.', verbose_name='source')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('notes', models.TextField(blank=True, verbose_name='internal notes')),
                ('registration', models.CharField(choices=[('none', 'no registration'), ('here', 'here, with a form'), ('elsewhere', 'at another address')], default='none', max_length=9, verbose_name='registration')),
                ('registration_url', models.URLField(blank=True, max_length=500, verbose_name='address of the registration')),
                ('deadline_day', models.DateField(blank=True, help_text='The last day in time, in the zone of the event.', null=True, verbose_name='register until')),
                ('deadline_time', models.TimeField(blank=True, help_text='Empty: the whole last day is in time.', null=True, verbose_name='register until, hour')),
                ('capacity', models.PositiveIntegerField(blank=True, help_text='Empty: no limit.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='places')),
                ('waiting_list', models.BooleanField(default=True, verbose_name='waiting list when full')),
                ('admits', models.BooleanField(default=False, help_text='A confirmed request waits on the desk first.', verbose_name='staff admit each person')),
                ('accept_hours', models.PositiveSmallIntegerField(default=48, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(336)], verbose_name='hours to accept an offered place')),
                ('asks_access', models.BooleanField(default=True, verbose_name='ask about access needs')),
                ('lists_people', models.BooleanField(default=False, help_text='Only of those who tick that they want it.', verbose_name='show a public list of participants')),
                ('reminder_days', models.PositiveSmallIntegerField(default=2, help_text='0: no reminder.', validators=[django.core.validators.MaxValueValidator(30)], verbose_name='days before the event a reminder is sent')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('cancelled', 'cancelled'), ('archived', 'archived')], db_default='draft', default='draft', editable=False, max_length=9, verbose_name='state')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published at')),
                ('cancelled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='cancelled at')),
                ('cancel_reason', models.TextField(blank=True, editable=False, verbose_name='reason for cancelling')),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='archived at')),
                ('purged_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='registrations deleted at')),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='created at')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, verbose_name='changed at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('archived_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancelled_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('country', models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'level': 0}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vocabulary.region', verbose_name='country')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('series', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.series', verbose_name='series')),
            ],
            options={
                'verbose_name': 'historical event',
                'verbose_name_plural': 'historical events',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEvent_centres',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('centre', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='centres.centre')),
                ('event', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='events.historicalevent')),
            ],
            options={
                'verbose_name': 'HistoricalEvent_centres',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEvent_macro_regions',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='events.historicalevent')),
                ('macroregion', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vocabulary.macroregion')),
            ],
            options={
                'verbose_name': 'HistoricalEvent_macro_regions',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEvent_needs',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='events.historicalevent')),
                ('need', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='centres.need')),
            ],
            options={
                'verbose_name': 'HistoricalEvent_needs',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEvent_networks',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='events.historicalevent')),
                ('network', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='centres.network')),
            ],
            options={
                'verbose_name': 'HistoricalEvent_networks',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEvent_projects',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='events.historicalevent')),
                ('project', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.project')),
            ],
            options={
                'verbose_name': 'HistoricalEvent_projects',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEvent_regions',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='events.historicalevent')),
                ('region', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vocabulary.region')),
            ],
            options={
                'verbose_name': 'HistoricalEvent_regions',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEvent_themes',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='events.historicalevent')),
                ('theme', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vocabulary.theme')),
            ],
            options={
                'verbose_name': 'HistoricalEvent_themes',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEventFile',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(choices=[('programme', 'programme'), ('slides', 'presentation'), ('notes', 'notes'), ('recording', 'recording'), ('other', 'other material')], default='programme', max_length=9, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], default='en', max_length=3, verbose_name='language')),
                ('name', models.CharField(editable=False, max_length=120, verbose_name='file name')),
                ('ending', models.CharField(editable=False, max_length=5, verbose_name='type')),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='size')),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='added at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical file',
                'verbose_name_plural': 'historical files',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEventLink',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(choices=[('programme', 'programme'), ('slides', 'presentation'), ('notes', 'notes'), ('recording', 'recording'), ('other', 'other material')], default='other', max_length=9, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], default='en', max_length=3, verbose_name='language')),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical link',
                'verbose_name_plural': 'historical links',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEventText',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], max_length=3, verbose_name='language')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('summary', models.TextField(blank=True, help_text='One or two sentences.', max_length=600, verbose_name='in short')),
                ('body', models.TextField(blank=True, help_text='What it is about and whom it is for.', verbose_name='text')),
                ('report', models.TextField(blank=True, help_text='Afterwards: what came of it, in a few sentences.', verbose_name='report')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical text',
                'verbose_name_plural': 'historical texts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalOrganiser',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('role', models.CharField(choices=[('organiser', 'organiser'), ('host', 'host'), ('partner', 'partner'), ('funder', 'funder')], default='organiser', max_length=9, verbose_name='role')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='vocabulary.organisation')),
            ],
            options={
                'verbose_name': 'historical organiser',
                'verbose_name_plural': 'historical organisers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalQuestion',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('kind', models.CharField(choices=[('line', 'one line'), ('text', 'several lines'), ('choice', 'one of several'), ('choices', 'some of several'), ('tick', 'a tick')], default='line', max_length=7, verbose_name='answer')),
                ('label', models.CharField(max_length=200, verbose_name='question')),
                ('language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], default='en', max_length=3, verbose_name='language')),
                ('help', models.CharField(blank=True, max_length=300, verbose_name='hint')),
                ('options', models.TextField(blank=True, max_length=2000, verbose_name='choices, one per line')),
                ('required', models.BooleanField(default=False, verbose_name='must be answered')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical question',
                'verbose_name_plural': 'historical questions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSeries',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, verbose_name='address')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], default='en', max_length=3, verbose_name='language')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical series',
                'verbose_name_plural': 'historical series',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSession',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('start_time', models.TimeField(verbose_name='from')),
                ('end_time', models.TimeField(blank=True, null=True, verbose_name='to')),
                ('language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], default='en', max_length=3, verbose_name='language')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='text')),
                ('room', models.CharField(blank=True, max_length=120, verbose_name='room')),
                ('is_break', models.BooleanField(default=False, verbose_name='break')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.event')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical session',
                'verbose_name_plural': 'historical agenda',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PeopleMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('all', 'everybody registered'), ('confirmed', 'people with a place'), ('waiting', 'people on the waiting list')], max_length=9, verbose_name='to whom')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('body', models.TextField(max_length=5000, verbose_name='message')),
                ('reached', models.PositiveIntegerField(verbose_name='people reached')),
                ('key', models.UUIDField(editable=False, unique=True)),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people_messages', to='events.event')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['-sent_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('kind', models.CharField(choices=[('line', 'one line'), ('text', 'several lines'), ('choice', 'one of several'), ('choices', 'some of several'), ('tick', 'a tick')], default='line', max_length=7, verbose_name='answer')),
                ('label', models.CharField(max_length=200, verbose_name='question')),
                ('language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], default='en', max_length=3, verbose_name='language')),
                ('help', models.CharField(blank=True, max_length=300, verbose_name='hint')),
                ('options', models.TextField(blank=True, max_length=2000, verbose_name='choices, one per line')),
                ('required', models.BooleanField(default=False, verbose_name='must be answered')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='events.event')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(editable=False, unique=True, verbose_name='key of the form')),
                ('nonce', models.CharField(default=outbox.links.new_nonce, editable=False, max_length=22)),
                ('place', models.CharField(choices=[('unconfirmed', 'e-mail not confirmed'), ('requested', 'to be admitted'), ('waiting', 'on the waiting list'), ('offered', 'place offered'), ('confirmed', 'confirmed'), ('cancelled', 'cancelled'), ('lapsed', 'offer not taken'), ('refused', 'not admitted')], default='unconfirmed', editable=False, max_length=11, verbose_name='place')),
                ('line', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='order of arrival')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('access_needs', models.TextField(blank=True, max_length=1000, verbose_name='access needs')),
                ('language', models.CharField(choices=[('en', 'English'), ('de', 'Deutsch'), ('sv', 'Svenska')], default='en', max_length=3, verbose_name='language of e-mails')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='received at')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='e-mail confirmed at')),
                ('accept_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='offer holds until')),
                ('placed_at', models.DateTimeField(editable=False, verbose_name='so since')),
                ('reason', models.TextField(blank=True, editable=False, verbose_name='reason')),
                ('by_staff', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('country', models.ForeignKey(blank=True, limit_choices_to={'level': 0}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.region', verbose_name='country')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='events.event')),
            ],
            options={
                'verbose_name': 'registration',
                'verbose_name_plural': 'registrations',
                'ordering': ['line', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(default=outbox.links.new_nonce, editable=False, max_length=22)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('language', models.CharField(choices=[('en', 'English'), ('de', 'Deutsch'), ('sv', 'Svenska')], default='en', max_length=3, verbose_name='language of e-mails')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='made at')),
                ('sent_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sent at')),
                ('reminded_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='reminded at')),
                ('reply', models.CharField(choices=[('none', 'no answer yet'), ('coming', 'is coming'), ('not_coming', 'is not coming')], default='none', editable=False, max_length=10, verbose_name='answer')),
                ('replied_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='answered at')),
                ('centre', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='centres.centre', verbose_name='competence centre')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='events.event')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='vocabulary.organisation', verbose_name='organisation')),
                ('registration', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitation', to='events.registration')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RegistrationAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='answer')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='events.question')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='events.registration')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
                'ordering': ['question__position', 'question'],
            },
        ),
        migrations.CreateModel(
            name='RegistrationConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('data', 'use of the data for the event'), ('listed', 'name in the public list of participants'), ('contact', 'news about later events')], max_length=7, verbose_name='purpose')),
                ('text', models.TextField(verbose_name='words')),
                ('version', models.CharField(max_length=10, verbose_name='version')),
                ('language', models.CharField(max_length=3, verbose_name='language')),
                ('given_at', models.DateTimeField(verbose_name='given at')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='events.registration')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('start_time', models.TimeField(verbose_name='from')),
                ('end_time', models.TimeField(blank=True, null=True, verbose_name='to')),
                ('language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], default='en', max_length=3, verbose_name='language')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='text')),
                ('room', models.CharField(blank=True, max_length=120, verbose_name='room')),
                ('is_break', models.BooleanField(default=False, verbose_name='break')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='events.event')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'agenda',
                'ordering': ['day', 'start_time', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalSpeaker',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('role', models.CharField(blank=True, max_length=200, verbose_name='role or organisation')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.session')),
            ],
            options={
                'verbose_name': 'historical speaker',
                'verbose_name_plural': 'historical speakers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Speaker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('role', models.CharField(blank=True, max_length=200, verbose_name='role or organisation')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speakers', to='events.session')),
            ],
            options={
                'verbose_name': 'speaker',
                'verbose_name_plural': 'speakers',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EventFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('programme', 'programme'), ('slides', 'presentation'), ('notes', 'notes'), ('recording', 'recording'), ('other', 'other material')], default='programme', max_length=9, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], default='en', max_length=3, verbose_name='language')),
                ('name', models.CharField(editable=False, max_length=120, verbose_name='file name')),
                ('ending', models.CharField(editable=False, max_length=5, verbose_name='type')),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='size')),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='added at')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='events.event')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ending__in', ['pdf', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp'])), name='event_file_type_known', violation_error_message='Only PDF and office files without macros are taken.')],
            },
        ),
        migrations.CreateModel(
            name='EventText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('bg', 'Български'), ('bs', 'Bosanski'), ('cs', 'Čeština'), ('da', 'Dansk'), ('de', 'Deutsch'), ('el', 'Ελληνικά'), ('en', 'English'), ('es', 'Español'), ('et', 'Eesti'), ('fi', 'Suomi'), ('fr', 'Français'), ('ga', 'Gaeilge'), ('hr', 'Hrvatski'), ('hu', 'Magyar'), ('is', 'Íslenska'), ('it', 'Italiano'), ('lt', 'Lietuvių'), ('lv', 'Latviešu'), ('mk', 'Македонски'), ('mt', 'Malti'), ('nl', 'Nederlands'), ('no', 'Norsk'), ('pl', 'Polski'), ('pt', 'Português'), ('ro', 'Română'), ('sk', 'Slovenčina'), ('sl', 'Slovenščina'), ('sq', 'Shqip'), ('sr', 'Српски'), ('sv', 'Svenska'), ('tr', 'Türkçe'), ('uk', 'Українська')], max_length=3, verbose_name='language')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('summary', models.TextField(blank=True, help_text='One or two sentences.', max_length=600, verbose_name='in short')),
                ('body', models.TextField(blank=True, help_text='What it is about and whom it is for.', verbose_name='text')),
                ('report', models.TextField(blank=True, help_text='Afterwards: what came of it, in a few sentences.', verbose_name='report')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='events.event')),
            ],
            options={
                'verbose_name': 'text',
                'verbose_name_plural': 'texts',
                'ordering': ['event', 'language'],
                'constraints': [models.UniqueConstraint(fields=('event', 'language'), name='event_text_once_per_language', violation_error_message='There is already a text in this language.'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='event_text_has_title', violation_error_message='Give a title.')],
            },
        ),
        migrations.CreateModel(
            name='Organiser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('organiser', 'organiser'), ('host', 'host'), ('partner', 'partner'), ('funder', 'funder')], default='organiser', max_length=9, verbose_name='role')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='organiser_rows', to='events.event')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='event_rows', to='vocabulary.organisation')),
            ],
            options={
                'verbose_name': 'organiser',
                'verbose_name_plural': 'organisers',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('event', 'organisation'), name='event_organisation_once', violation_error_message='This organisation is already listed.')],
            },
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['choice', 'choices']), models.Q(('options', ''), _negated=True)), models.Q(models.Q(('kind__in', ['choice', 'choices']), _negated=True), ('options', '')), _connector='OR'), name='event_question_with_choices_lists_them', violation_error_message='List the choices, one per line; other questions have none.'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['event', 'place', 'line'], name='registration_event_place'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(condition=models.Q(('place', 'offered')), fields=['accept_until'], name='registration_offer_ends'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(condition=models.Q(('place', 'unconfirmed')), fields=['created_at'], name='registration_unconfirmed'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(models.F('event'), django.db.models.functions.text.Lower('email'), condition=models.Q(('place__in', ('unconfirmed', 'requested', 'waiting', 'offered', 'confirmed'))), name='registration_once_per_address', violation_error_message='This address is already registered for the event.'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(fields=('event', 'line'), name='registration_line_once', violation_error_message='This place in the line is taken.'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('line__isnull', True), ('place', 'unconfirmed')), ('place__in', ['cancelled', 'refused']), models.Q(('confirmed_at__isnull', False), ('line__isnull', False), models.Q(('place__in', ['unconfirmed', 'cancelled', 'refused']), _negated=True)), _connector='OR'), name='registration_line_from_confirming', violation_error_message='A place in the line comes with the confirmed address, and not before.'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accept_until__isnull', False), ('place', 'offered')), models.Q(models.Q(('place', 'offered'), _negated=True), ('accept_until__isnull', True)), _connector='OR'), name='registration_offer_has_an_end', violation_error_message='An offered place, and nothing else, has a time until which it is held.'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='registration_refusal_has_reason', violation_error_message='Say why the person is not admitted.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(models.F('event'), django.db.models.functions.text.Lower('email'), name='invitation_once_per_address', violation_error_message='This address is already invited.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replied_at__isnull', True), ('reply', 'none')), models.Q(models.Q(('reply', 'none'), _negated=True), ('replied_at__isnull', False)), _connector='OR'), name='invitation_answer_has_moment', violation_error_message='An answer has its moment.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('reminded_at__isnull', True), ('sent_at__isnull', False), _connector='OR'), name='invitation_reminded_after_sent', violation_error_message='A reminder follows an invitation that was sent.'),
        ),
        migrations.AddConstraint(
            model_name='registrationanswer',
            constraint=models.UniqueConstraint(fields=('registration', 'question'), name='registration_answer_once', violation_error_message='This question is already answered.'),
        ),
        migrations.AddConstraint(
            model_name='registrationconsent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('registration', 'purpose'), name='registration_consent_once', violation_error_message='This consent was already given.'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('state__in', ['published', 'cancelled'])), fields=['over_at'], name='event_public_over'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('state__in', ['published', 'cancelled'])), fields=['-begins_at', '-id'], name='event_public_begins'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('archived_at__isnull', True), ('archived_by__isnull', True), ('cancel_reason', ''), ('cancelled_at__isnull', True), ('cancelled_by__isnull', True), ('published_at__isnull', True), ('published_by__isnull', True), ('state', 'draft')), models.Q(('archived_at__isnull', True), ('archived_by__isnull', True), ('cancel_reason', ''), ('cancelled_at__isnull', True), ('cancelled_by__isnull', True), ('published_at__isnull', False), ('published_by__isnull', False), ('state', 'published')), models.Q(('archived_at__isnull', True), ('archived_by__isnull', True), ('cancelled_at__isnull', False), ('cancelled_by__isnull', False), ('published_at__isnull', False), ('published_by__isnull', False), ('state', 'cancelled'), models.Q(('cancel_reason', ''), _negated=True)), models.Q(('archived_at__isnull', False), ('archived_by__isnull', False), ('published_at__isnull', False), ('published_by__isnull', False), ('state', 'archived')), _connector='OR'), name='event_state_who_and_when', violation_error_message='Each state needs its date and the person who decided; a cancelled one a reason.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('start_time__isnull', True), ('precision', 'day'), _connector='OR'), name='event_hour_needs_day', violation_error_message='An hour needs a day: choose that the date is known to the day.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('end_time__isnull', True), ('start_time__isnull', False), _connector='OR'), name='event_end_needs_start', violation_error_message='Say when it begins, or leave the end empty too.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__isnull', True), ('last_day__gt', models.F('first_day')), _connector='OR'), name='event_last_day_after_first', violation_error_message='The last day comes after the first; leave it empty for a single day.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__isnull', False), ('end_time__isnull', True), ('start_time__isnull', True), ('end_time__gt', models.F('start_time')), _connector='OR'), name='event_ends_after_start', violation_error_message='It ends before it begins. For an end on the next day, fill in the last day.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('precision', 'day'), ('first_day__day', 1), _connector='OR'), name='event_month_begins_on_first', violation_error_message='For a date known only by month or year, give its first day.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=events.models.clock.ClockShows(models.F('first_day'), models.F('start_time'), models.F('zone')), name='event_start_exists', violation_error_message='The clocks of this zone skip the hour at which it begins; choose another.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=events.models.clock.ClockShows(django.db.models.functions.comparison.Coalesce(models.F('last_day'), models.F('first_day')), models.F('end_time'), models.F('zone')), name='event_end_exists', violation_error_message='The clocks of this zone skip the hour at which it ends; choose another.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=events.models.clock.ClockShows(models.F('deadline_day'), models.F('deadline_time'), models.F('zone')), name='event_deadline_exists', violation_error_message='The clocks of this zone skip the hour of the deadline; choose another.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('zone__in', ['Europe/Amsterdam', 'Europe/Andorra', 'Europe/Athens', 'Europe/Belgrade', 'Europe/Berlin', 'Europe/Bratislava', 'Europe/Brussels', 'Europe/Bucharest', 'Europe/Budapest', 'Europe/Chisinau', 'Europe/Copenhagen', 'Europe/Dublin', 'Europe/Helsinki', 'Europe/Istanbul', 'Europe/Kyiv', 'Europe/Lisbon', 'Europe/Ljubljana', 'Europe/London', 'Europe/Luxembourg', 'Europe/Madrid', 'Europe/Malta', 'Europe/Oslo', 'Europe/Paris', 'Europe/Podgorica', 'Europe/Prague', 'Europe/Riga', 'Europe/Rome', 'Europe/Sarajevo', 'Europe/Skopje', 'Europe/Sofia', 'Europe/Stockholm', 'Europe/Tallinn', 'Europe/Tirane', 'Europe/Vaduz', 'Europe/Vienna', 'Europe/Vilnius', 'Europe/Warsaw', 'Europe/Zagreb', 'Europe/Zurich', 'Asia/Nicosia', 'Asia/Tbilisi', 'Asia/Yerevan', 'Atlantic/Azores', 'Atlantic/Canary', 'Atlantic/Faroe', 'Atlantic/Madeira', 'Atlantic/Reykjavik', 'America/Cayenne', 'America/Guadeloupe', 'America/Martinique', 'America/Nuuk', 'Indian/Mayotte', 'Indian/Reunion', 'UTC'])), name='event_zone_known', violation_error_message='Choose a time zone from the list.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('begins_at__lt', models.F('over_at'))), name='event_lasts_a_while', violation_error_message='It ends before it begins in real time; look at the change of the clocks.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('series__isnull', False), ('number__isnull', True), _connector='OR'), name='event_number_needs_series', violation_error_message='A number needs a series.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('series', 'number'), name='event_number_once_in_series', violation_error_message='This number of the series is taken.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('registration', 'elsewhere'), models.Q(('registration_url', ''), _negated=True)), models.Q(models.Q(('registration', 'elsewhere'), _negated=True), ('registration_url', '')), _connector='OR'), name='event_registration_elsewhere_has_address', violation_error_message='Registration at another address needs that address, and only that.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('registration', 'here'), _negated=True), ('start_time__isnull', False), _connector='OR'), name='event_registration_here_needs_hour', violation_error_message='Say when the event begins before people can register for it here.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('deadline_time__isnull', True), ('deadline_day__isnull', False), _connector='OR'), name='event_deadline_hour_needs_day', violation_error_message='Give the day of the deadline, or leave its hour empty.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('deadline_day__isnull', True), models.Q(('registration', 'none'), _negated=True), _connector='OR'), name='event_deadline_needs_registration', violation_error_message='A deadline needs a registration.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('deadline_day__isnull', True), ('deadline_day__lte', django.db.models.functions.comparison.Coalesce(models.F('last_day'), models.F('first_day'))), _connector='OR'), name='event_deadline_before_end', violation_error_message='The deadline is later than the event.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__isnull', True), ('capacity__gte', 1), _connector='OR'), name='event_capacity_at_least_one', violation_error_message='Give at least one place, or leave it empty for no limit.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'cancelled']), _negated=True), models.Q(('source', ''), _negated=True), ('registration', 'here'), _connector='OR'), name='event_public_has_source', violation_error_message='Name a source, unless people register for the event here.'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('end_time__isnull', True), ('end_time__gt', models.F('start_time')), _connector='OR'), name='session_ends_after_start', violation_error_message='The session ends before it begins.'),
        ),
    ]
