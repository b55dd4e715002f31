"""The page types: one abstract page that all share, and the few that a cooperative needs."""

from datetime import date
from secrets import token_hex
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from vivaio_core.pages.art import ART
from vivaio_core.pages.blocks import Body
from vivaio_core.pages.content.legal import statement
from vivaio_core.pages.selectors.figures import doors, growth
from vivaio_core.pages.selectors.figures import stamp as figures_stamp
from vivaio_core.pages.selectors.menu import outline_of, visible

PER_PAGE = 10


class WrittenPage(Page):
    """A page with an introduction, an illustration and a body of parts."""

    intro = models.TextField(_("introduction"), blank=True, max_length=600, help_text=_("One or two plain sentences under the title."))
    art = models.CharField(_("illustration"), max_length=20, blank=True, choices=list(ART.items()))
    body = Body(verbose_name=_("body"))

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("art"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        abstract = True

    def crumbs(self) -> list[Page]:
        """The pages above this one below the home page, from the top; one query, none for a page right below home."""
        if self.depth <= 3:
            return []
        return list(self.get_ancestors().filter(depth__gt=2).only("title", "url_path", "depth", "path"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the way here and the marks under which what is drawn may be kept; a preview is never kept.

        `written` changes with the pages, `kept` also with every act of the cooperative and every day.
        """
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        preview = getattr(request, "is_preview", False)
        context["crumbs"] = self.crumbs()
        context["written"] = token_hex(8) if preview else f"{self.pk}.{outline_of(request).stamp}"
        context["kept"] = f"{context['written']}.{figures_stamp(timezone.localdate())}"
        return context


class ServicesPage(WrittenPage):
    """The list of services."""

    template = "pages/services.html"
    subpage_types = ["coop_pages.ServicePage"]
    max_count = 1

    class Meta:
        verbose_name = _("services")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the services."""
        return super().get_context(request, *args, **kwargs) | {"services": ServicePage.offered()}


class ServicePage(WrittenPage):
    """One service. When a module stands behind it, its public page is one step away."""

    plugin = models.CharField(_("module"), max_length=31, blank=True, help_text=_("Short name of the module behind this service, if any."))

    template = "pages/service.html"
    parent_page_types = ["coop_pages.ServicesPage"]
    content_panels = [*WrittenPage.content_panels, FieldPanel("plugin")]

    class Meta:
        verbose_name = _("service")

    @classmethod
    def offered(cls) -> "QuerySet[ServicePage]":
        """Services that everybody may read, in their order. One query."""
        return visible(cls.objects.order_by("path").defer("body"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the module's own public entries."""
        return super().get_context(request, *args, **kwargs) | {"doors": doors(self.plugin)}


class NewsIndexPage(WrittenPage):
    """All news, the newest first."""

    template = "pages/news_index.html"
    subpage_types = ["coop_pages.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = _("news list")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds one page of news; a page number out of range shows the nearest."""
        pages = Paginator(NewsPage.latest(), PER_PAGE)
        return super().get_context(request, *args, **kwargs) | {"news": pages.get_page(request.GET.get("pagina"))}


class NewsPage(WrittenPage):
    """One piece of news."""

    day = models.DateField(_("day"), default=timezone.localdate)

    template = "pages/news.html"
    parent_page_types = ["coop_pages.NewsIndexPage"]
    content_panels = [*Page.content_panels, FieldPanel("day"), *WrittenPage.content_panels[1:]]

    class Meta:
        verbose_name = _("piece of news")
        indexes = [models.Index(fields=["-day"], name="news_by_day")]

    @classmethod
    def latest(cls) -> "QuerySet[NewsPage]":
        """News that everybody may read, the newest first."""
        return visible(cls.objects.order_by("-day", "-pk").defer("body"))


class HomePage(WrittenPage):
    """What people see first: who we are in one sentence, what we do together, how many we are, what is new."""

    headline = models.CharField(_("headline"), max_length=120, help_text=_("The sentence drawn big."))
    action_label = models.CharField(_("words on the button"), max_length=60, blank=True)
    action_page = models.ForeignKey(Page, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("page behind the button"))

    template = "pages/home.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("intro"),
        FieldPanel("action_label"),
        FieldPanel("action_page"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds services, the latest news and the rings' numbers, each asked only when the page is drawn anew."""
        own = {"services": ServicePage.offered, "news": lambda: NewsPage.latest()[:3], "growth": growth}
        return super().get_context(request, *args, **kwargs) | own


class StandardPage(WrittenPage):
    """Who we are, transparency, how to become a member, …"""

    template = "pages/standard.html"

    class Meta:
        verbose_name = _("page")


class ContactPage(WrittenPage):
    """How to reach us; the addresses come from coop.toml."""

    template = "pages/contact.html"
    max_count = 1

    class Meta:
        verbose_name = _("contacts")


class LegalPage(WrittenPage):
    """Privacy notice or accessibility statement: its text follows coop.toml, the body may add to it."""

    class Kind(models.TextChoices):
        PRIVACY = "privacy", _("privacy notice")
        ACCESSIBILITY = "accessibility", _("accessibility statement")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    dated = models.DateField(_("dated"), default=timezone.localdate, help_text=_("Day of the last check of this text."))

    template = "pages/legal.html"
    content_panels = [*WrittenPage.content_panels, FieldPanel("kind"), FieldPanel("dated")]

    class Meta:
        verbose_name = _("legal page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the statement made from coop.toml."""
        dated: date = self.dated
        return super().get_context(request, *args, **kwargs) | {"statement": statement(self.kind, dated)}
