"""How a price is divided between credits and euro, to the cent (dossier 4.6, C1). Pure functions; one credit stands for one euro."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Price:
    """A price in cents: `taxable` + `vat`, of which the seller takes `share` percent in credits. `vat_in_euro`: of the taxable only."""

    taxable: int
    vat: int
    share: int
    vat_in_euro: bool = True

    @property
    def whole(self) -> int:
        """All of it, in cents."""
        return self.taxable + self.vat

    @property
    def most(self) -> int:
        """The most credits, rounded down to the cent."""
        return (self.taxable if self.vat_in_euro else self.whole) * self.share // 100

    def euro(self, credits: int) -> int:
        """The cents that stay in euro beside `credits`: together they are the price."""
        return self.whole - credits


def part(price: Price, credits: int, delivered: int) -> tuple[Price, int]:
    """The price of what was delivered, `delivered` cents of the whole, and the credits in the same proportion, rounded down.

    The credits stay within what the seller takes, whatever the amounts.
    """
    vat = price.vat * delivered // price.whole
    smaller = Price(delivered - vat, vat, price.share, price.vat_in_euro)
    return smaller, min(credits * delivered // price.whole, smaller.most)
