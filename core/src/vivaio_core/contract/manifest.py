"""What a plugin says about itself before Django is loaded. Needs pydantic only."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,30}$")]


class PluginSettings(BaseModel):
    """A plugin's section of coop.toml: `[plugins.<slug>]`.

    Every field carries `title` and `description` (English msgids, translated by the plugin's catalogue), a default and
    its validation. The wizard, copier.yml and the site's start-up check are derived from it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


class Grant(BaseModel):
    """Permissions that a plugin gives to one of the core roles (`operator`, `board`, `administrator`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Annotated[str, Field(pattern=r"^(operator|board|administrator)$")]
    permissions: tuple[Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")], ...]


class Manifest(BaseModel):
    """The plugin's identity card; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    slug: Slug
    title: str
    summary: str
    app: Annotated[str, Field(description="Dotted path of the plugin's AppConfig")]
    version: str
    requires: tuple[Slug, ...] = ()
    settings: type[PluginSettings] = PluginSettings
    grants: tuple[Grant, ...] = ()

    @property
    def package(self) -> str:
        """Import name of the plugin's package: the first part of `app`."""
        return self.app.split(".", 1)[0]
