"""The doors that make one of two: two themes for the same thing, two entries for the same organisation.

Everything that pointed at the one that goes points at the one that stays; its names stay findable. All in one
transaction, with history. What nobody taught these doors to move stops them, instead of being lost.
"""

from dataclasses import dataclass, field
from typing import TypeVar

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from projects.models import Partnership, ProjectTheme, Role
from vocabulary.models import Organisation, Theme, ThemeLabel

Row = TypeVar("Row", bound=Model)


@dataclass(slots=True)
class Merged:
    """How many rows move, how many fall away because the one that stays was there already, which words are kept."""

    moved: int = 0
    doubled: int = 0
    words: dict[str, list[str]] = field(default_factory=dict)


def preview_themes(going: Theme, staying: Theme) -> Merged:
    """What `merge_themes` would do; changes nothing."""
    _require_two(going, staying)
    _refuse_unknown(going, known={ProjectTheme, ThemeLabel})
    both = ProjectTheme.objects.filter(
        tag=going, content_object__in=ProjectTheme.objects.filter(tag=staying).values("content_object")
    ).count()
    return Merged(ProjectTheme.objects.filter(tag=going).count() - both, both, _new_words(going, staying))


def merge_themes(going: Theme, staying: Theme, *, by: User) -> Merged:
    """Move every profile from `going` to `staying`, keep the names of `going` as synonyms, then delete it."""
    with transaction.atomic():
        going, staying = _locked(going, staying)
        done = preview_themes(going, staying)
        present = set(ProjectTheme.objects.filter(tag=staying).values_list("content_object_id", flat=True))
        for row in ProjectTheme.objects.filter(tag=going).order_by("pk"):
            _sign(row, by)
            if row.content_object_id in present:
                row.delete()
            else:
                row.tag = staying
                row.save()
        _keep_words(staying, done.words, by)
        staying.keep_themes = list(dict.fromkeys([*staying.keep_themes, *going.keep_themes]))
        _sign(staying, by)
        staying.save()
        for label in going.labels.all():
            _sign(label, by)
            label.delete()
        _sign(going, by)
        going.delete()
    return done


def preview_organisations(going: Organisation, staying: Organisation) -> Merged:
    """What `merge_organisations` would do; changes nothing. Refuses when two budgets contradict each other."""
    _require_two(going, staying)
    _refuse_unknown(going, known={Partnership})
    kept = {row.project_id: row for row in Partnership.objects.filter(organisation=staying)}
    done = Merged(words={"": [going.name] if going.name != staying.name else []})
    for row in (
        Partnership.objects.filter(organisation=going).select_related("project").prefetch_related("project__texts")
    ):
        twin = kept.get(row.project_id)
        if twin is None:
            done.moved += 1
            continue
        done.doubled += 1
        if None not in (row.budget, twin.budget) and row.budget != twin.budget:
            raise ValidationError(
                _("Both are partners of “%(project)s”, with different budgets. Decide there first which one is right."),
                code="budgets_differ",
                params={"project": row.project},
            )
    return done


def merge_organisations(going: Organisation, staying: Organisation, *, by: User) -> Merged:
    """Move every partnership from `going` to `staying` and keep the old name, then delete `going`.

    Where both are partners of one project, the part of `staying` stays, with what only the other one knew.
    """
    with transaction.atomic():
        going, staying = _locked(going, staying)
        done = preview_organisations(going, staying)
        kept = {row.project_id: row for row in Partnership.objects.filter(organisation=staying)}
        for row in Partnership.objects.filter(organisation=going).order_by("pk"):
            _sign(row, by)
            twin = kept.get(row.project_id)
            if twin is None:
                row.organisation = staying
                row.save()
                continue
            row.delete()
            _take_over(twin, row, by)
        for name in ("sector", "country", "place", "website", "source"):
            if not getattr(staying, name):
                setattr(staying, name, getattr(going, name))
        staying.other_names = list(dict.fromkeys([*staying.other_names, *done.words[""], *going.other_names]))
        _sign(staying, by)
        _sign(going, by)
        going.delete()
        staying.save()
    return done


def _take_over(twin: Partnership, row: Partnership, by: User) -> None:
    """`twin` gets what only `row` knew: the lead, the budget, the place, the remark."""
    if row.role == Role.LEAD:
        twin.role = Role.LEAD
    if twin.budget is None:
        twin.budget = row.budget
    if twin.place_id is None:
        twin.place_id = row.place_id
    twin.remark = twin.remark or row.remark
    _sign(twin, by)
    twin.save()


def _new_words(going: Theme, staying: Theme) -> dict[str, list[str]]:
    """By language: the names and synonyms of `going` that `staying` does not know yet."""
    known = {label.language: {label.label, *label.synonyms} for label in staying.labels.all()}
    words: dict[str, list[str]] = {}
    for label in going.labels.all():
        fresh = [word for word in (label.label, *label.synonyms) if word not in known.get(label.language, set())]
        if fresh:
            words[label.language] = fresh
    spoken = {word.casefold() for found in (*known.values(), *words.values()) for word in found}
    if going.name.casefold() not in spoken and going.name.casefold() != staying.name.casefold():
        words.setdefault("en", []).append(going.name)
    return words


def _keep_words(staying: Theme, words: dict[str, list[str]], by: User) -> None:
    """Words of a language in which `staying` has no name yet stand under its English one, or its internal name."""
    labels = {label.language: label for label in staying.labels.all()}
    for language, fresh in words.items():
        label = labels.get(language)
        if label is None:
            name = labels["en"].label if "en" in labels else staying.name
            label = labels[language] = ThemeLabel(theme=staying, language=language, label=name)
        label.synonyms = list(dict.fromkeys([*label.synonyms, *fresh]))
        _sign(label, by)
        label.save()


def _locked(going: Row, staying: Row) -> tuple[Row, Row]:
    """Both rows anew, locked in the order of their keys; refuses when one has gone meanwhile."""
    rows = type(going)._default_manager.select_for_update().filter(pk__in=[going.pk, staying.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < len({going.pk, staying.pk}):
        raise ValidationError(_("One of the two is not there any more."), code="gone")
    return found[going.pk], found[staying.pk]


def _require_two(going: Model, staying: Model) -> None:
    if going.pk == staying.pk:
        raise ValidationError(_("Choose two different entries."), code="same")


def _refuse_unknown(going: Model, *, known: set[type[Model]]) -> None:
    """A table these doors do not know must not lose its rows with the one that goes."""
    for relation in going._meta.related_objects:
        model = relation.related_model
        if model in known or relation.hidden or relation.many_to_many:  # their through rows are looked at
            continue
        if model._default_manager.filter(**{relation.field.name: going}).exists():
            raise ValidationError(
                _(
                    "“%(name)s” is also used under “%(room)s” (%(others)s), where merging moves nothing. "
                    "Replace it there first."
                ),
                code="unknown_relation",
                params={
                    "name": going,
                    "room": model._meta.app_config.verbose_name,
                    "others": model._meta.verbose_name_plural,
                },
            )


def _sign(row: Model, by: User) -> None:
    """simple-history reads the person from the instance."""
    row._history_user = by  # type: ignore[attr-defined]
