"""The few parts a page is made of. Each is drawn by its template in `pages/blocks/`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from vivaio_core.pages.art import ART
from vivaio_core.pages.selectors.figures import counts_something, first_indicators, indicators

FEATURES = ["h2", "h3", "bold", "italic", "link", "document-link", "ol", "ul"]
SAFE_STARTS = ("/", "#", "https://", "mailto:", "tel:")


class Figure(blocks.StructBlock):
    """One big number."""

    value = blocks.CharBlock(max_length=20, label=_("Figure"))
    label = blocks.CharBlock(max_length=120, label=_("What it counts"))
    note = blocks.CharBlock(max_length=160, required=False, label=_("Source and period"))


class Figures(blocks.StructBlock):
    """Numbers that people decide or reach together, drawn big."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    items = blocks.ListBlock(Figure(), label=_("Figures"))

    class Meta:
        template = "pages/blocks/figures.html"
        icon = "order"
        label = _("Figures")


class Quote(blocks.StructBlock):
    """Words of somebody."""

    text = blocks.TextBlock(max_length=600, label=_("Words"))
    author = blocks.CharBlock(max_length=120, required=False, label=_("Who says it"))

    class Meta:
        template = "pages/blocks/quote.html"
        icon = "openquote"
        label = _("Quotation")


class Step(blocks.StructBlock):
    """One step."""

    title = blocks.CharBlock(max_length=80, label=_("Title"))
    text = blocks.TextBlock(max_length=400, required=False, label=_("Text"))


class Steps(blocks.StructBlock):
    """Numbered steps."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    items = blocks.ListBlock(Step(), label=_("Steps"))

    class Meta:
        template = "pages/blocks/steps.html"
        icon = "list-ol"
        label = _("Steps")


class ActionValue(blocks.StructValue):
    """An action with its address."""

    @property
    def href(self) -> str:
        """The chosen page's address or the written one."""
        page = self.get("page")
        return str(page.url or "") if page else str(self.get("path") or "")


class Action(blocks.StructBlock):
    """The one thing to do next."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(max_length=400, required=False, label=_("Text"))
    label = blocks.CharBlock(max_length=60, label=_("Words on the button"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    path = blocks.CharBlock(max_length=300, required=False, label=_("Or address"), help_text=_("For example /contatti/ or https://…"))

    class Meta:
        template = "pages/blocks/action.html"
        icon = "link"
        label = _("Call to action")
        value_class = ActionValue

    def clean(self, value: Any) -> Any:
        """One destination, with a harmless scheme."""
        result = super().clean(value)
        path = (result.get("path") or "").strip()
        if path and (not path.startswith(SAFE_STARTS) or path.startswith("//")):
            raise blocks.StructBlockValidationError({"path": ValidationError(_("Write an address that begins with / or https://."))})
        if not path and not result.get("page"):
            raise blocks.StructBlockValidationError({"page": ValidationError(_("Choose a page or write an address."))})
        return result


class Art(blocks.StructBlock):
    """One of the house's illustrations beside a text."""

    name = blocks.ChoiceBlock(choices=list(ART.items()), label=_("Illustration"))
    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    text = blocks.RichTextBlock(features=FEATURES, required=False, label=_("Text"))

    class Meta:
        template = "pages/blocks/art.html"
        icon = "image"
        label = _("Illustration with text")


class Row(blocks.StructBlock):
    """One figure of a chart."""

    label = blocks.CharBlock(max_length=80, label=_("Label"))
    number = blocks.FloatBlock(label=_("Quantity"))


class Chart(blocks.StructBlock):
    """Figures to compare, drawn, with their table."""

    kind = blocks.ChoiceBlock(
        choices=[("bars", _("Bars")), ("line", _("Line")), ("donut", _("Parts of a whole")), ("progress", _("Progress to a goal"))],
        default="bars",
        label=_("Kind"),
        help_text=_("Progress: the first row is where we are, the last the goal, those between the tiers."),
    )
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    unit = blocks.CharBlock(max_length=20, required=False, label=_("Unit"))
    note = blocks.CharBlock(max_length=200, required=False, label=_("Source and period"))
    rows = blocks.ListBlock(Row(), min_num=1, label=_("Rows"))

    class Meta:
        template = "pages/blocks/chart.html"
        icon = "history"
        label = _("Chart")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds the rows as pairs."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["pairs"] = [(row["label"], row["number"]) for row in value["rows"]]
        return context


BRIEF = 3


class Indicators(blocks.StructBlock):
    """The figures that the installed modules contribute, as they are today."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    text = blocks.TextBlock(max_length=400, required=False, label=_("Text"))
    all = blocks.BooleanBlock(required=False, default=True, label=_("Show everything, with the charts; otherwise only the first figures"))

    class Meta:
        template = "pages/blocks/indicators.html"
        icon = "view"
        label = _("Figures of the modules")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds the indicators of today."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        on = timezone.localdate()
        found = indicators(on) if value["all"] else first_indicators(on, BRIEF)
        counted = found if value["all"] else [one for one in found if counts_something(one)]
        context["progress"] = [one for one in found if one.target and one.amount is not None][: None if value["all"] else 1]
        context["indicators"] = [one for one in counted if not one.target][: None if value["all"] else BRIEF]
        context["drawn"] = [one for one in found if value["all"] and not one.target and any(amount for _label, amount in one.series)]
        return context


class Question(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(max_length=200, label=_("Question"))
    answer = blocks.RichTextBlock(features=FEATURES, label=_("Answer"))


class Questions(blocks.StructBlock):
    """Frequent questions."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    items = blocks.ListBlock(Question(), label=_("Questions"))

    class Meta:
        template = "pages/blocks/questions.html"
        icon = "help"
        label = _("Questions and answers")


class Parts(blocks.StreamBlock):
    """The parts an editor can choose from."""

    text = blocks.RichTextBlock(features=FEATURES, label=_("Text"), icon="pilcrow", template="pages/blocks/text.html")
    figures = Figures()
    quote = Quote()
    steps = Steps()
    action = Action()
    art = Art()
    picture = ImageBlock(required=False, label=_("Picture"), template="pages/blocks/picture.html")
    chart = Chart()
    indicators = Indicators()
    questions = Questions()


class Body(StreamField):
    """A stream of Parts whose migrations hold no block definitions: the parts may change without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(args[0] if args and args[0] else Parts(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Name, path and plain options only."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
