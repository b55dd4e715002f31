"""Acts of the office and of its logins, told in plain sentences."""

from django.utils.translation import gettext_lazy as lazy

from vivaio_core.trail.sentences import register


def register_all() -> None:
    """Called once, when the app is ready."""
    register("office.export", lazy("List downloaded: {list}, {rows} rows."), lazy("List downloaded"))
    register("access.create_login", lazy("Access to the member area opened."), lazy("Access opened"))
    register("access.close_login", lazy("Access closed."), lazy("Access closed"))
    register("access.change_login", lazy("Data of a login changed."), lazy("Login changed"))
    register("access.create_staff", lazy("Login of somebody of the office created."), lazy("Office login created"))
    register("access.set_roles", lazy("Roles of a login changed."), lazy("Roles changed"))
    register("access.invite", lazy("Somebody invited to the office."), lazy("Invitation"))
    register("access.accept_invitation", lazy("Invitation to the office accepted."), lazy("Invitation accepted"))
    register("access.forget_second_factor", lazy("Second factor of a login taken away."), lazy("Second factor taken away"))
    register("access.second_factor_on", lazy("Second factor switched on."), lazy("Second factor on"))
    register("access.second_factor_off", lazy("Second factor switched off."), lazy("Second factor off"))
