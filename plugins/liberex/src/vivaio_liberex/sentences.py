"""What happened in the circuit, told in plain sentences."""

from django.utils.translation import gettext_lazy as lazy

from vivaio_core.ledger import kinds
from vivaio_core.trail.sentences import register


def register_kinds() -> None:
    """The kinds of transfers of the circuit, beside core's payment."""
    kinds.register("lbx_grant", lazy("Yearly sum"))
    kinds.register("lbx_fee", lazy("Share for the fund"))
    kinds.register("lbx_fund", lazy("Solidarity fund"))
    kinds.register("lbx_exit", lazy("Exit from the circuit"))
    kinds.register("lbx_advance", lazy("Euro advanced by the cooperative"))
    kinds.register("lbx_mirror", lazy("Movement of the outside circuit"))


def register_all() -> None:
    """Called once, when the app is ready."""
    register("liberex.join", lazy("Entered the circuit of credits with the code {code}."), lazy("Entered the circuit of credits"))
    register("liberex.change", lazy("Data of the account in credits corrected."), lazy("Account in credits corrected"))
    register("liberex.sector", lazy("Sector “{title}” saved."), lazy("Sector saved"))
    register("liberex.line_grant", lazy("Credit line of {sum} from {valid_from}: {reason}."), lazy("Credit line granted"))
    register("liberex.line_end", lazy("Credit line of {sum} ends on {on}: {reason}."), lazy("Credit line ended"))
    register("liberex.grant_decide", lazy("“{title}”: {sum} for each person."), lazy("Yearly sum decided"))
    register("liberex.grant_run", lazy("“{title}”: {paid} persons paid, {sum}."), lazy("Yearly sum paid"))
    register("liberex.suspend", lazy("Account in credits suspended: {reason}."), lazy("Account in credits suspended"))
    register("liberex.resume", lazy("Account in credits active again: {reason}."), lazy("Account in credits active again"))
    register("liberex.leave", lazy("Leaves the circuit: spends, and receives no more. {reason}"), lazy("Leaves the circuit"))
    register("liberex.stay", lazy("Stays in the circuit."), lazy("Stays in the circuit"))
    register("liberex.exit_settle", lazy("Exit settled: {sum}."), lazy("Exit settled"))
    register("liberex.exit_undo", lazy("Settlement of the exit taken back: {reason}."), lazy("Settlement of the exit taken back"))
    register("liberex.close", lazy("Account in credits closed."), lazy("Account in credits closed"))
    register("liberex.fund_move", lazy("Solidarity fund, {sum}: {reason}."), lazy("Movement of the solidarity fund"))
    register("liberex.fees_raise", lazy("Fees of {period}: {count} persons, {sum_cents}."), lazy("Fees raised"))
    register("liberex.help", lazy("Agreement about the account in credits written down."), lazy("Agreement written down"))
    register("liberex.standing", lazy("Standing order of {sum} to {payee}: {state}."), lazy("Standing order changed by the office"))
    register("liberex.requests_expire", lazy("{count} requests of payment expired."), lazy("Requests of payment expired"))
    register("liberex.opening_read", lazy("Opening balances read from {file}: {count} lines."), lazy("Opening balances read"))
    register("liberex.opening_write", lazy("Opening balances of {file} written: {count} accounts, {sum}."), lazy("Opening balances written"))
    register("liberex.mirror_link", lazy("Account {code} of the outside circuit linked."), lazy("Outside account linked"))
    register("liberex.mirror_read", lazy("Statement {file} of the outside circuit: {count} lines."), lazy("Outside statement brought in"))
    register("liberex.mirror_book", lazy("{count} lines of the outside circuit booked."), lazy("Outside lines booked"))
    register("liberex.mirror_follow", lazy("A line was changed to what the outside circuit says."), lazy("Outside line followed"))
    register("liberex.mixed_cancel", lazy("Promise of {sum} for the charge {code} cancelled."), lazy("Promise of credits cancelled"))
    register("liberex.category", lazy("Category “{title}” of the notice board saved."), lazy("Category of the board saved"))
    register("liberex.listing_publish", lazy("A listing is on the board, category “{category}”."), lazy("Listing on the board"))
    register("liberex.listing_change", lazy("A listing of the board changed."), lazy("Listing changed"))
    register("liberex.listing_pause", lazy("A listing of the board paused."), lazy("Listing paused"))
    register("liberex.listing_resume", lazy("A paused listing is on the board again."), lazy("Listing resumed"))
    register("liberex.listing_close", lazy("A listing of the board closed."), lazy("Listing closed"))
    register("liberex.listing_renew", lazy("A listing of the board renewed until {until}."), lazy("Listing renewed"))
    register("liberex.listing_remove", lazy("A listing removed from the board by the office: {reason}."), lazy("Listing removed by the office"))
    register("liberex.listings_expire", lazy("{count} listings of the board expired."), lazy("Listings expired"))
    register("liberex.listings_forget", lazy("{count} listings that ended long ago deleted."), lazy("Old listings deleted"))
    register("liberex.unsound", lazy("The check of the circuit found {count} faults."), lazy("Faults in the circuit"))
