"""What is done with people."""

from mediation.people.models import User


def user_open(*, email: str, language: str) -> User:
    """The person of this address, made on first sight; safe when two ask at once.

    They have no password: they sign in by a code sent to the address.
    """
    user = User(email=email.lower(), language=language)
    user.set_unusable_password()
    known, _ = User.objects.get_or_create(
        email=user.email, defaults={"language": language, "password": user.password}
    )
    return known


def user_language_set(*, user: User, language: str) -> None:
    """Remember the language for pages and for mails."""
    user.language = language
    user.save(update_fields=["language"])
