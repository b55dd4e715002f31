"""What happened in energy, told in plain sentences."""

from django.utils.translation import gettext_lazy as lazy

from vivaio_core.trail.sentences import register


def register_all() -> None:
    """Called once, when the app is ready."""
    register("energy.register_point", lazy("Meter registered: {key}."), lazy("Meter registered"))
    register("energy.change_point", lazy("Data of the meter corrected."), lazy("Meter corrected"))
    register("energy.move_point", lazy("The meter passed to somebody else."), lazy("Meter passed on"))
    register("energy.adhesion_start", lazy("Adhesion to “{campaign}” started."), lazy("Adhesion started"))
    register(
        "energy.adhesion_complete",
        lazy("Adhesion to “{campaign}” completed: it counts, with consent version {consent_version}."),
        lazy("Adhesion completed"),
    )
    register("energy.adhesion_price", lazy("The offer of “{campaign}” is ready."), lazy("Offer ready"))
    register("energy.adhesion_accept", lazy("Offer of “{campaign}” accepted."), lazy("Offer accepted"))
    register("energy.adhesion_withdraw", lazy("Withdrawn from “{campaign}”."), lazy("Adhesion withdrawn"))
    register("energy.bill_seen", lazy("The bill was seen on {on}."), lazy("Bill seen"))
    register("energy.transfer_sign", lazy("Change of name signed: supply from {planned_on}."), lazy("Change of name signed"))
    register("energy.contract_submit", lazy("Request sent on {requested_on}: supply from {planned_on}."), lazy("Request sent"))
    register("energy.contract_accept", lazy("The supplier accepted on {on}."), lazy("Request accepted"))
    register("energy.contract_reject", lazy("The supplier refused: {reason}."), lazy("Request refused"))
    register("energy.contract_activate", lazy("Supply active from {effective_on}."), lazy("Supply started"))
    register("energy.contract_end", lazy("The contract ended."), lazy("Contract ended"))
    register("energy.contract_import", lazy("Running contract written down: supply from {effective_on}."), lazy("Running contract written down"))
    register("energy.contracts_import", lazy("{count} running contracts written down."), lazy("Running contracts written down"))
    register("energy.donations_accrue", lazy("Donations of {year}: {entries} contracts, {sum_cents}."), lazy("Donations recorded"))
    register("energy.fees_post", lazy("Fees of {year}: {entries} contracts, {sum_cents}."), lazy("Fees recorded"))
    register("energy.fund_history", lazy("Declared sum: {sum_cents}. {note}"), lazy("Sum declared"))
    register("energy.fund_approved", lazy("Sum approved: {sum_cents}. {note}"), lazy("Sum approved"))
    register("energy.fund_paid", lazy("Sum paid: {sum_cents}. {note}"), lazy("Sum paid"))
    register("energy.keep_record", lazy("“{name}” saved."), lazy("Record of energy saved"))
    steps = (
        ("collect", lazy("“{campaign}” opened to adhesions."), lazy("Campaign opened")),
        ("negotiate", lazy("“{campaign}”: negotiation started with {counted} adhesions."), lazy("Negotiation started")),
        ("vote", lazy("“{campaign}”: members chose an offer. {note}"), lazy("Offer chosen")),
        ("open", lazy("“{campaign}”: the offer is open."), lazy("Offer opened")),
        ("close", lazy("“{campaign}” closed with {counted} adhesions."), lazy("Campaign closed")),
        ("report", lazy("“{campaign}”: results published."), lazy("Results published")),
    )
    for act, sentence, title in steps:
        register(f"energy.campaign_{act}", sentence, title)
