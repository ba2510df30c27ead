"""The words people read: extracted, compiled, and tried in a language where a forgotten one shows.

Babel does the work: Django's own `makemessages` does not see words inside the parameters of a component.
"""

import csv
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, Any

import django
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from lxml import html

KEYWORDS = dict(DEFAULT_KEYWORDS) | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "Refused": None,  # the library's own: equalities.saying
    "say": None,
    "say_many": (1, 2),
    "to_say": None,
    "to_say_many": (1, 2),
}
HEADER = "# What dueregard says to people; MIT licence, as all of it."
READ_ALOUD = ("alt", "aria-label", "placeholder", "title")
BY_SCRIPT = "data-i18n."  # what the design system's JavaScript will say
UNSEEN = ("script", "style")


def compile_catalogues(folder: Path) -> list[Path]:
    """Make each `.mo` that is missing or older than its `.po`; the ones that were made."""
    stale = [po for po in sorted(folder.glob("*/LC_MESSAGES/*.po")) if is_stale(po)]
    return [compile_catalogue(po) for po in stale]


def is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def compile_catalogue(po: Path) -> Path:
    """Without what `unsound` finds, which stays English on pages rather than break them."""
    catalogue, mo = catalogue_of(po), po.with_suffix(".mo")
    for message in unsound(catalogue):
        message.string = ""
    with mo.open("wb") as target:
        write_mo(target, catalogue)
    return mo


def unsound(catalogue: Catalog) -> list[Message]:
    """Translations with a value in them that their English has not, or written in another way."""
    return [
        message
        for message in catalogue
        if message.id and message.string
        if list(message.check(catalogue)) or not values_in(message.string) <= values_in(message.id)
    ]


def values_in(text: str | Sequence[str]) -> set[str]:
    """The names of values in a sentence, of `%(name)s` and of `{name}`; of several forms those of all."""
    forms = [text] if isinstance(text, str) else text
    return {found for form in forms for found in re.findall(r"%\(\w+\)|\{\w*", form)}


def catalogue_of(po: Path) -> Catalog:
    with po.open("rb") as source:
        return read_po(source)


def extract(source: Path, mapping: Path) -> Catalog:
    """Every word for people in the files of a folder that the mapping (`babel.cfg`) names."""
    with mapping.open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalogue = Catalog(project="dueregard", header_comment=HEADER)
    for path, line, message, _comments, context in extract_from_dir(source, methods, options, KEYWORDS):
        catalogue.add(message, locations=[(path, line)], context=context)
    return catalogue


def refresh(source: Path, mapping: Path, folder: Path, language: str = "") -> Catalog:
    """Write the template of all words into a folder, and bring each catalogue there up to it; begin that of
    `language` where there is none. The template itself."""
    template = extract(source, mapping)
    _write(folder / "dueregard.pot", template)
    if language:
        begun = folder / language / "LC_MESSAGES" / "django.po"
        if not begun.exists():
            _write(begun, Catalog(locale=language))
    for po in folder.glob("*/LC_MESSAGES/django.po"):
        catalogue = catalogue_of(po)
        catalogue.update(template)
        _write(po, catalogue)
    return template


def _write(path: Path, catalogue: Catalog) -> None:
    """Without the lines on which words stand, which change with every change."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, sort_by_file=True, include_lineno=False, ignore_obsolete=True)


def extract_columns(
    file: IO[bytes], _keywords: Any, _tags: Any, options: Mapping[str, str]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """For Babel: the words of some columns (`names`, with commas between) of a table kept as data, as far as it has
    them: some crosswalks have no notes."""
    lines = file.read().decode().splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        yield from ((1, "gettext", row[name], []) for name in options["names"].split(",") if row.get(name))


def extract_values(
    file: IO[bytes], _keywords: Any, _tags: Any, options: Mapping[str, str]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """For Babel: the words under some `names` (with commas between), wherever they stand in a YAML file."""
    names = options["names"].split(",")
    yield from ((1, "gettext", word, []) for word in _under(names, yaml.safe_load(file)))


def _under(names: Collection[str], found: Any) -> Iterator[str]:
    for name, value in found.items() if isinstance(found, dict) else [("", each) for each in found]:
        listed = value if isinstance(value, list) else [value]
        yield from (word for word in listed if name in names and isinstance(word, str))
        yield from (word for each in listed if isinstance(each, dict | list) for word in _under(names, each))


def django_words() -> list[Catalog]:
    """What Django itself says: its forms' errors, the names of months."""
    sources = sorted(Path(django.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po"))
    return [catalogue_of(source) for source in sources]


def pseudo_catalogue(catalogues: Iterable[Catalog], folder: Path, language: str = "cy") -> Path:
    """Write a catalogue in which every message is itself in ⟦brackets⟧; `folder` is for LOCALE_PATHS."""
    pseudo = Catalog(locale=language)
    for message in chain.from_iterable(catalogues):
        if message.id:
            pseudo.add(message.id, string=bracketed(message.id, pseudo.num_plurals), context=message.context)
    target = folder / language / "LC_MESSAGES" / "django.po"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_po(file, pseudo)
    compile_catalogue(target)
    return folder


def bracketed(message: str | tuple[str, ...] | list[str], plurals: int) -> str | tuple[str, ...]:
    """Spaces at the edges stay outside; a plural takes the plural form throughout."""
    if isinstance(message, str):
        return re.sub(r"\S(.*\S)?", lambda found: f"⟦{found[0]}⟧", message, count=1, flags=re.DOTALL)
    return tuple(str(bracketed(message[-1], plurals)) for _form in range(plurals))


def untranslated(page: str, known_data: Collection[str] = ()) -> list[str]:
    """Words on a page drawn in the pseudo-language that came from no catalogue.

    Data are left alone: digits, marks, every text in `known_data`, and what says `translate="no"`. A translation may
    run over several elements, so brackets are followed through the page from its first word to its last.
    """
    root = html.fromstring(page)
    spoken = [value for element in root.iter() for value in read_aloud(element)]
    found = [left for value in spoken for left in outside([value])]
    found += outside(list(visible(root)))
    return [left for left in found if re.search(r"[^\W\d_]", without(left, known_data))]


def visible(root: html.HtmlElement) -> Iterator[str]:
    for text in root.xpath("//text()"):
        holder = text.getparent().getparent() if text.is_tail else text.getparent()
        if holder.tag not in UNSEEN and holder.get("translate") != "no":
            yield str(text)


def read_aloud(element: html.HtmlElement) -> Iterator[str]:
    for name, value in element.items():
        if name in READ_ALOUD or name.startswith(BY_SCRIPT):
            yield value
    if element.tag == "input" and element.get("type") in ("submit", "button"):
        yield element.get("value", "")


def outside(texts: list[str]) -> list[str]:
    """The stretches of text that stand outside every pair of brackets."""
    depth, found = 0, []
    for text in texts:
        stretch = ""
        for character in text:
            depth += (character == "⟦") - (character == "⟧")
            stretch += character if depth == 0 and character not in "⟦⟧" else ""
        if stretch.strip():
            found.append(stretch.strip())
    return found


def without(text: str, known_data: Collection[str]) -> str:
    for known in sorted(known_data, key=len, reverse=True):
        text = text.replace(known, " ")
    return text


def main(language: str = "") -> None:
    """`make words`, from the root of the project: what there is to translate, and how far each language is."""
    folder = Path("src/dueregard/locale")
    template = refresh(Path("src"), Path("babel.cfg"), folder, language)
    print(f"{folder}/dueregard.pot: {len(template)} sentences and words")
    for po in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        catalogue = catalogue_of(po)
        done = sum(bool(message.id and message.string and not message.fuzzy) for message in catalogue)
        print(f"{po}: {done} translated")
        for message in unsound(catalogue):
            print(f"  has other values than its English, and is left out: {message.id}")


if __name__ == "__main__":
    main(*sys.argv[1:])
