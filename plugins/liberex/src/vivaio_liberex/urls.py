"""Addresses of the circuit's pages."""

from django.urls import path

from vivaio_core.site.plugin import Urls
from vivaio_liberex.views import area, asked, board, collect, entry, giving, health, leaving, mixed, pay, public, refund, standing, statement
from vivaio_liberex.views.mirror import own_only

PUBLIC: Urls = [
    path("", public.service, name="service"),
    path("bacheca/", public.board, name="board"),
    path("bacheca/<uuid:key>/", public.listing, name="listing"),
    path("bacheca/foto/<uuid:key>/<slug:size>/", public.picture, name="board_picture"),
]
MEMBER: Urls = [
    path("", area.home, name="home"),
    path("entra/", entry.join, name="join"),
    path("entra/regole/", entry.join_rules, name="join_rules"),
    path("come-mi-vedono/", area.settings, name="settings"),
    path("esci/", leaving.leave, name="leave"),
    path("salute/", health.health, name="health"),
    path("misto/<slug:code>/", mixed.mixed, name="mixed"),
    path("misto/<slug:code>/annulla/", mixed.cancel, name="mixed_cancel"),
    path("paga/", own_only(pay.choose), name="pay"),
    path("paga/conferma/", own_only(pay.confirm), name="pay_confirm"),
    path("paga/<str:code>/", own_only(pay.amount), name="pay_amount"),
    path("inquadra/<str:word>/", own_only(pay.scanned), name="scanned"),
    path("pagamenti/<uuid:key>/", pay.receipt, name="receipt"),
    path("pagamenti/<uuid:key>/restituisci/", own_only(refund.refund), name="refund"),
    path("dona/", own_only(giving.gift), name="gift"),
    path("dona/conferma/", own_only(giving.gift_confirm), name="gift_confirm"),
    path("richieste/", own_only(asked.asked), name="asked"),
    path("richieste/nuova/", own_only(asked.ask), name="ask"),
    path("richieste/<uuid:key>/", own_only(asked.one), name="request"),
    path("richieste/<uuid:key>/<slug:act>/", own_only(asked.act), name="request_act"),
    path("ordini/", own_only(standing.standing), name="standing"),
    path("ordini/nuovo/", own_only(standing.new), name="standing_new"),
    path("ordini/<uuid:key>/<slug:act>/", own_only(standing.act), name="standing_act"),
    path("incassa/", own_only(collect.collect), name="requests"),
    path("incassa/cartellino/", own_only(collect.card), name="card"),
    path("bacheca/", board.board, name="board"),
    path("bacheca/miei/", board.mine, name="board_mine"),
    path("bacheca/nuovo/", board.new, name="board_new"),
    path("bacheca/foto/<uuid:key>/<slug:size>/", board.picture, name="board_picture"),
    path("bacheca/<uuid:key>/", board.listing, name="listing"),
    path("bacheca/<uuid:key>/cambia/", board.change, name="listing_change"),
    path("bacheca/<uuid:key>/<slug:act>/", board.act, name="listing_act"),
    path("estratto-conto/", own_only(statement.statement), name="statement"),
]
