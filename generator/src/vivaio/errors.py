"""What stops a command, said to a person."""


class Refused(Exception):
    """`str()` is a complete Italian text that says what to do next."""
