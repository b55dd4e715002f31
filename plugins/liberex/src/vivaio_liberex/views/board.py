"""The notice board in the member area: the board, one's own listings, a listing with its way to the pay page."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vivaio_core.contract.errors import ContractError
from vivaio_core.payments.fields import shown
from vivaio_liberex.board_forms import ListingForm, PicturesForm, SearchForm
from vivaio_liberex.forms import refuse
from vivaio_liberex.models.board import Listing
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.permissions import actor_of
from vivaio_liberex.selectors import board as reads
from vivaio_liberex.selectors import circuit
from vivaio_liberex.services.board.change import change as change_listing
from vivaio_liberex.services.board.close import close
from vivaio_liberex.services.board.pause import pause, resume
from vivaio_liberex.services.board.publish import publish
from vivaio_liberex.services.board.renew import renew
from vivaio_liberex.views.gate import participant_of, participant_required

PER_PAGE = 20
ACTS = {"sospendi": pause, "riprendi": resume, "chiudi": close, "rinnova": renew}


@participant_required
def board(request: HttpRequest) -> HttpResponse:
    """What participants offer and want, with search."""
    own, on = participant_of(request), timezone.localdate()
    return render(request, "liberex/board/board.html", {**looked_at(request), "participant": own, "matches": reads.matches(own, on)})


@participant_required
def mine(request: HttpRequest) -> HttpResponse:
    """My listings in whatever state."""
    own, on = participant_of(request), timezone.localdate()
    page = Paginator(reads.own(own), PER_PAGE).get_page(request.GET.get("p"))
    rows = [(row, row.state_on(on)) for row in page]
    return render(request, "liberex/board/mine.html", {"page": page, "rows": rows, "participant": own, "matches": reads.matches(own, on)})


@participant_required
def new(request: HttpRequest) -> HttpResponse:
    """A new listing; pictures come in the same form."""
    own, on = participant_of(request), timezone.localdate()
    kind = request.GET.get("tipo", "")
    form = ListingForm(request.POST or None, initial={"share": own.seller_share, "kind": kind if kind in Listing.Kind.values else ""})
    slots = PicturesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() & slots.is_valid():
        try:
            made = publish(participant=own, draft=form.draft(), pictures=slots.pictures(), on=on, actor=actor_of(request), key=_key(request))
        except ContractError as refusal:
            _refuse(form, slots, refusal)
        else:
            messages.success(request, _("Your listing is on the board."))
            return redirect("liberex_area:listing", made.key)
    return _form_page(request, form, slots, own, None, _key(request))


@participant_required
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Other words, other pictures."""
    own, on = participant_of(request), timezone.localdate()
    row = _own(request, key)
    initial = {name: getattr(row, name) for name in ("kind", "title", "category", "text", "price", "share", "place", "contact")}
    form = ListingForm(request.POST or None, initial=initial, was=row.category)
    slots = PicturesForm(request.POST or None, request.FILES or None, there=list(row.pictures.all()))
    if request.method == "POST" and form.is_valid() & slots.is_valid():
        try:
            change_listing(listing=row, draft=form.draft(), pictures=slots.pictures(), on=on, actor=actor_of(request))
        except ContractError as refusal:
            _refuse(form, slots, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("liberex_area:listing", row.key)
    return _form_page(request, form, slots, own, row)


@participant_required
def listing(request: HttpRequest, key: UUID) -> HttpResponse:
    """One listing."""
    return _page(request, _visible(request, key))


@participant_required
@require_POST
def act(request: HttpRequest, key: UUID, act: str) -> HttpResponse:
    """Pause, resume, close or renew one of my own; a refusal is told on its page."""
    row = _own(request, key)
    if act not in ACTS:
        raise Http404
    try:
        ACTS[act](listing=row, on=timezone.localdate(), actor=actor_of(request))
    except ContractError as refusal:
        return _page(request, row, str(refusal))
    messages.success(request, _("Done."))
    return redirect("liberex_area:listing", row.key)


@participant_required
def picture(request: HttpRequest, key: UUID, size: str) -> HttpResponse:
    """A picture of a listing that one may read."""
    return sent(key, size, lambda listing: reads.visible(participant_of(request), listing.key, timezone.localdate()))


def looked_at(request: HttpRequest) -> dict[str, Any]:
    """Search form, page and the address that the pages keep; the public board shows the same."""
    on = timezone.localdate()
    form = SearchForm(request.GET, categories=reads.used_categories(on))
    # What is no choice of the form counts as nothing; the words never do.
    given = form.cleaned_data if form.is_valid() else {key: value for key, value in form.cleaned_data.items() if key not in form.errors}
    category, words, kind = given.get("categoria") or "", given.get("q") or "", given.get("tipo") or ""
    looked = reads.Looked(words, int(category) if category else None, kind)
    page = Paginator(reads.board(on, looked), PER_PAGE).get_page(request.GET.get("p"))
    kept = urlencode({name: value for name, value in (("q", words), ("categoria", category), ("tipo", kind)) if value})
    return {"form": form, "page": page, "kept": kept, "looking": bool(kept), "words": words}


def sent(key: UUID, size: str, may: Any) -> HttpResponse:
    """The bytes of a picture whose listing `may` be read; nothing else here can act as a page."""
    found = reads.picture(key, size == "grande") if size in ("grande", "piccola") else None
    if found is None or may(found.listing) is None:
        raise Http404
    response = HttpResponse(bytes(found.large if size == "grande" else found.small), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _page(request: HttpRequest, row: Listing, refusal: str = "") -> HttpResponse:
    own, on = participant_of(request), timezone.localdate()
    is_mine = row.participant_id == own.pk
    context = {"listing": row, "mine": is_mine, "refusal": refusal, "state": row.state_on(on), "participant": own}
    context |= {"answers": reads.answers(row, on) if is_mine else [], "lasting": row.state in ("active", "paused") and row.expires_on >= on}
    if not is_mine and row.share and not circuit.mirrored():
        context |= _ways(row)
    return render(request, "liberex/board/listing.html", context, status=400 if refusal else 200)


def _ways(row: Listing) -> dict[str, str]:
    """Where one pays for an offer, or asks who looks for something to pay."""
    given = {"causale": row.title}
    if row.credits_part:
        given["importo"] = shown(row.credits_part)
    if row.kind == Listing.Kind.OFFER:
        return {"pay_url": f"{reverse('liberex_area:pay_amount', args=[row.participant.code])}?{urlencode(given)}"}
    return {"ask_url": f"{reverse('liberex_area:ask')}?{urlencode({'a': row.participant.code, **given})}"}


def _key(request: HttpRequest) -> UUID:
    """What makes one listing of a form that is sent twice: the page carries it; a new one where it carries none."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _form_page(
    request: HttpRequest, form: ListingForm, slots: PicturesForm, own: Participant, row: Listing | None, key: UUID | None = None
) -> HttpResponse:
    context = {"form": form, "slots": slots, "participant": own, "listing": row, "key": key, "categories": bool(reads.categories())}
    return render(request, "liberex/board/form.html", {**context, "wrong": bool(form.errors or slots.errors)})


def _refuse(form: ListingForm, slots: PicturesForm, refusal: ContractError) -> None:
    refuse(slots if getattr(refusal, "field", "") in slots.fields else form, refusal)


def _visible(request: HttpRequest, key: UUID) -> Listing:
    found = reads.visible(participant_of(request), key, timezone.localdate())
    if found is None:
        raise Http404
    return found


def _own(request: HttpRequest, key: UUID) -> Listing:
    found = _visible(request, key)
    if found.participant_id != participant_of(request).pk:
        raise Http404
    return found
