"""Makes the demo's organisation, people and cases through the same services as everyone else."""

from config.demo.cast import CAST, Person
from mediation.people.models import Membership, Organisation, User


def seed() -> None:
    """Make what is missing."""
    organisation, _ = Organisation.objects.get_or_create(
        slug="fengqiao",
        defaults={
            "name_zh": "枫桥街道人民调解委员会",
            "name_en": "Fengqiao Mediation Committee",
            "short_name": "枫",
        },
    )
    for person in CAST:
        _person(person, organisation)


def _person(person: Person, organisation: Organisation) -> None:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, name=person.name)
    if person.role:
        Membership.objects.get_or_create(user=user, organisation=organisation, role=person.role)
