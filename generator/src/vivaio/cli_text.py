"""The sentences of click that people can meet. Click asks gettext for each by itself; naming them here keeps them in our catalogue."""

from vivaio.text import _, ngettext


def click_sentences(count: int = 1) -> list[str]:
    """Every sentence in Italian, for `count` things where there is a plural. A test compares them with click's own."""
    return [
        _("Usage:"),
        _("Options"),
        _("Commands"),
        _("Error: {message}"),
        _("Try '{command} {option}' for help."),
        _("Show this message and exit."),
        _("Show the version and exit."),
        _("No such command {name!r}."),
        _("No such option {name!r}."),
        _("Option {name!r} does not take a value."),
        _("Missing argument"),
        _("Missing option"),
        _("Missing parameter"),
        _("Missing parameter: {param_name}"),
        _("Missing {param_type}"),
        _("Missing command."),
        _("Invalid value: {message}"),
        _("Invalid value for {param_hint}: {message}"),
        _("{value!r} is not a valid {number_type}."),
        _("{value} is not in the range {range}."),
        _("{name} {filename!r} does not exist."),
        _("{name} {filename!r} is a directory."),
        _("{name} {filename!r} is a file."),
        _("{name} {filename!r} is not readable."),
        _("default: {default}"),
        _("file"),
        _("directory"),
        _("path"),
        ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", count),
        ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", count),
        ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", count),
        ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", count),
    ]
