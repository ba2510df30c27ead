"""The one exception for input that cannot be used."""

from equalities.saying import say


class Refused(Exception):
    """Input that cannot be used. Its text is one plain sentence for the user that says what to do, in the language of
    whoever reads it, with `values` put in by name; whoever catches it shows that sentence and changes nothing."""

    def __init__(self, sentence: str, /, **values: object) -> None:
        super().__init__(sentence)
        self.values = values

    def __str__(self) -> str:
        return say(self.args[0], **self.values)
