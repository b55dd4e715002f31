"""The command line `vivaio`: a table of commands, each imported only when it runs, so that `--help` answers at once."""

import importlib
import os
import sys
from typing import Any

import click

from vivaio.text import N_, _, speak_italian

COMMANDS: dict[str, str] = {
    "demo": N_("Start the model cooperative with invented people."),
    "new": N_("Grow the site of a new cooperative, one question at a time."),
    "plugins": N_("List the installed modules."),
    "vendor": N_("Put Vivaio's packages into a site again."),
    "questions": N_("Write the template's questions anew (for those who write modules)."),
}


class Table(click.Group):
    """Finds a command's module by its name; lists them without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import `vivaio.commands.<name>` and take its `command`."""
        if name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"vivaio.commands.{name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, from the short texts above."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, text in COMMANDS.items()])


def program() -> str:
    """How the person called us (`./vivaio`), to name commands that can be copied."""
    return os.environ.get("VIVAIO_COMMAND", "") or "vivaio"


@click.command(cls=Table, options_metavar="", subcommand_metavar=N_("COMMAND …"), no_args_is_help=False, invoke_without_command=True)
@click.version_option(package_name="vivaio", message="Vivaio %(version)s", help=_("Show the version and exit."))
@click.pass_context
def group(ctx: click.Context) -> None:
    """Bare `vivaio` says what it can do."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: list[str] | None = None) -> int:
    """Run a command line; return its exit code. Every refusal is one Italian text on stderr, never a traceback."""
    speak_italian()
    group.help = _("Vivaio grows the web sites of user cooperatives.")
    group.subcommand_metavar = _("COMMAND …")
    try:
        result: Any = group.main(arguments, prog_name=program(), standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("\n" + _("Interrupted."), err=True)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 141
    except Exception as error:
        text = refusal(error)
        if text is None:
            raise
        click.secho(text, fg="red", err=True)
        return 1
    return result if isinstance(result, int) else 0


def refusal(error: Exception) -> str | None:
    """The text of an expected refusal; None for a fault of ours, which keeps its traceback."""
    from vivaio.errors import Refused
    from vivaio_core.contract.errors import ContractError

    return str(error) if isinstance(error, (Refused, ContractError)) else None
