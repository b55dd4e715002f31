"""What happened with exchanges, prevalence and ristorni, told in plain sentences."""

from django.utils.translation import gettext_lazy

from vivaio_core.trail.sentences import register


def register_all() -> None:
    """Called once, when the app is ready."""
    register("mutuality.record", gettext_lazy("Exchanges written down: {count}, {sum_cents} in all."), gettext_lazy("Exchanges written down"))
    register("mutuality.reverse", gettext_lazy("Exchange {name} reversed: {note}."), gettext_lazy("Exchange reversed"))
    register("mutuality.refresh", gettext_lazy("Exchanges brought to the corrected register: {count}."), gettext_lazy("Exchanges after a correction"))
    register("mutuality.approve", gettext_lazy("Prevalence of {year} approved: {percent} %."), gettext_lazy("Prevalence approved"))
    register("mutuality.return", gettext_lazy("Return to prevalence written down for {year}."), gettext_lazy("Return to prevalence"))
    register("mutuality.plan", gettext_lazy("Ristorno planned: {activity} {year}, {pool_cents}."), gettext_lazy("Ristorno planned"))
    register("mutuality.approve_ristorno", gettext_lazy("Ristorno approved: {activity} {year}, {pool_cents}."), gettext_lazy("Ristorno approved"))
    register("mutuality.give_ristorno", gettext_lazy("Ristorno given: {activity} {year}, {pool_cents}."), gettext_lazy("Ristorno given"))
    taken = gettext_lazy("Ristorno taken back in the register: {activity} {year}. It can be given again.")
    register("mutuality.take_back_ristorno", taken, gettext_lazy("Ristorno taken back"))
    register("mutuality.drop_ristorno", gettext_lazy("Draft of a ristorno dropped: {activity} {year}."), gettext_lazy("Ristorno dropped"))
