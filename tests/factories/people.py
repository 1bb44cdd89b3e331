"""Members of staff."""

from django.contrib.auth.models import User
from factory.django import DjangoModelFactory


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        django_get_or_create = ("username",)
        skip_postgeneration_save = True

    username = "curator"
    is_staff = True


def superuser() -> User:
    """Somebody who may do everything."""
    return User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("boss")
