"""The written content of an example cooperative: the texts in its folder `pages/`."""

from vivaio_core.pages.content.values import values
from vivaio_core.pages.services import write_folder
from vivaio_core.site.coop import coop
from vivaio_core.site.demo import DemoContext
from vivaio_core.trail.models import Event
from vivaio_core.trail.services import record


def demo(context: DemoContext) -> None:
    """Write the example's pages over the first ones, once: what an editor changes afterwards stays."""
    folder = context.folder / "pages"
    if not folder.is_dir() or Event.objects.filter(kind="pages.example").exists():
        return
    written = write_folder(folder=folder, facts=values(coop()), on=context.on)
    record(kind="pages.example", payload={"example": context.folder.name, "pages": written})
