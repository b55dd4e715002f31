import pytest
from vivaio_core.ledger.models import *
from vivaio_core.ledger.drafts import *
from vivaio_core.ledger.services.post import post
from vivaio_core.ledger.services.accounts import *
from vivaio_core.ledger.services.expiry import expire_holds
from vivaio_core.ledger.errors import Refused
pytestmark = pytest.mark.django_db
def test_try():
    b = open_book(code="prova", unit="EUR")
    a = open_account(book=b, code="a", floor=-10000)
    c = open_account(book=b, code="c")
    [h] = post(hold(a, c, 7000, kind="payment"))
    assert h.payer_seq == 1
    with pytest.raises(Refused) as e:
        post(move(a, c, 3001, kind="payment"))
    print(e.value, e.value.short, e.value.code)
    assert e.value.short == 1
    post(settle(h, 5000))
    a.refresh_from_db(); c.refresh_from_db()
    assert (a.balance, a.held_out, c.balance, c.held_in) == (-5000, 0, 5000, 0)
    m1, m2 = move(c, a, 100, kind="payment"), move(a, c, 50, kind="payment")
    x = post(m1, m2)
    assert [r.payer_balance for r in x] == [4900, -4950]
    y = post(m1, move(a,c,1,kind="fee"))
    set_limits(account=a, floor=-5, ceiling=None, reason="x", actor=None)
    with pytest.raises(Refused) as e:
        post(settle(h))
    print(e.value)
    with pytest.raises(Refused) as e:
        close_account(account=a, reason="x", actor=None)
    print(e.value)
    assert expire_holds() == 0
