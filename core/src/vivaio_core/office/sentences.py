"""Acts of the office and of its logins, told in plain sentences."""

from django.utils.translation import gettext_lazy

from vivaio_core.trail.sentences import register


def register_all() -> None:
    """Called once, when the app is ready."""
    register("office.export", gettext_lazy("List downloaded: {list}, {rows} rows."), gettext_lazy("List downloaded"))
    register("office.save_view", gettext_lazy("View of a list kept: {name}."), gettext_lazy("View kept"))
    register("office.drop_view", gettext_lazy("View of a list taken away: {name}."), gettext_lazy("View taken away"))
    register("access.create_login", gettext_lazy("Access to the member area opened."), gettext_lazy("Access opened"))
    register("access.close_login", gettext_lazy("Access closed."), gettext_lazy("Access closed"))
    register("access.change_login", gettext_lazy("Data of a login changed."), gettext_lazy("Login changed"))
    register("access.create_staff", gettext_lazy("Login of somebody of the office created."), gettext_lazy("Office login created"))
    register("access.set_roles", gettext_lazy("Roles of a login changed."), gettext_lazy("Roles changed"))
    register("access.invite", gettext_lazy("Somebody invited to the office."), gettext_lazy("Invitation"))
    register("access.accept_invitation", gettext_lazy("Invitation to the office accepted."), gettext_lazy("Invitation accepted"))
    register("access.forget_second_factor", gettext_lazy("Second factor of a login taken away."), gettext_lazy("Second factor taken away"))
    register("access.second_factor_on", gettext_lazy("Second factor switched on."), gettext_lazy("Second factor on"))
    register("access.second_factor_off", gettext_lazy("Second factor switched off."), gettext_lazy("Second factor off"))
