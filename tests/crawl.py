"""Follow every link of the service, as a role would."""

from collections import deque
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from lxml import html

EACH = 2  # pages of one kind are alike: this many of each are opened


def crawl(fetch: Callable[[str], str | None], *starts: str) -> Iterator[tuple[str, str, str]]:
    """Yield (name of the page, path, HTML) of what can be reached by links from `starts` (else the start page).
    `fetch` gives the HTML of a path, or None where it is no page (a download)."""
    waiting = deque(starts or ["/"])
    seen, opened = set(waiting), dict[str, int]()
    while waiting:
        path = waiting.popleft()
        name = name_of(path)
        if name is None or opened.get(name, 0) >= EACH:
            continue
        opened[name] = opened.get(name, 0) + 1
        text = fetch(path)
        if text is None:
            continue
        yield name, path, text
        for link in links(text, path):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def name_of(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def links(text: str, path: str) -> Iterator[str]:
    """Addresses of this service that the page links to."""
    for link in html.fromstring(text).xpath("//a/@href"):
        address, _ = urldefrag(urljoin(f"http://here{path}", link))
        parts = urlsplit(address)
        if parts.netloc == "here" and parts.scheme == "http":
            yield parts.path + (f"?{parts.query}" if parts.query else "")
