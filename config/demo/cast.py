"""The demo's people. The demo and the README speak of them; production never imports them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation.people.roles import Role


@dataclass(frozen=True)
class Person:
    """Somebody to sign in as. `role` is their membership; parties have none."""

    key: str
    name: str
    email: str
    part: str | Promise
    role: Role | None = None


CAST = (
    Person("applicant", "李明", "liming@demo.example", _("Applicant")),
    Person("respondent", "赵国强", "zhaoguoqiang@demo.example", _("Respondent")),
    Person("mediator", "王芳", "wangfang@demo.example", _("Mediator"), Role.MEDIATOR),
    Person("clerk", "赵琳", "zhaolin@demo.example", _("Clerk"), Role.CLERK),
    Person("mediator2", "沈毅", "shenyi@demo.example", _("Mediator"), Role.MEDIATOR),
)
