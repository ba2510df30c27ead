"""The one exception for input that cannot be used."""


class Refused(Exception):
    """Input that cannot be used. Its text is one plain sentence for the user that says what to do;
    whoever catches it shows that sentence and changes nothing."""
