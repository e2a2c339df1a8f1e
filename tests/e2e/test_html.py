"""The page of --html: written whole, self-contained, and read by a real browser.

Pictures stay in html/ of the build directory, for people to look at.
"""

import os
import re
import stat
from html.parser import HTMLParser
from pathlib import Path

import browser
import checks
import forms
import pytest
from lab import Lab

TUNNEL, CHAIN = "check_oa_tunnel", "check_oa"
BROKEN = "chain-endpoint-down"
PICTURES = Path(os.environ.get("OA_BUILDDIR", checks.PLUGIN_DIR.parent)) / "html"

# Everything that the page is made of.
TAGS = set("""html head meta title link style body header p strong time main section
    span code h1 h2 b ul ol li details summary pre table thead tbody tr th td svg rect
    dl dt dd footer""".split())
ATTRIBUTES = set("""lang charset http-equiv name content rel href class title open
    viewbox preserveaspectratio aria-hidden x y width height scope""".split())

# What a server could try: markup, quotes, entities, control characters, Latin-1.
NASTY = "\"'><img src=x onerror=document.title=1><script>document.title=2</script>" \
        "&lt;b&gt;</title></style>\x85\x9b\xff"

# A step, or its fix, in the text form.
TOLD = re.compile(r"(?:\[[A-Z]+\] .*?|  fix): (.*?)(?: \(\d+ ms\))?")

needs_browser = pytest.mark.skipif(browser.find() is None, reason="no Chromium here")


class Tags(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.texts = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        """All that is to be read."""
        return " ".join(" ".join(self.texts).split())


def make(path, scenario, *words, program=TUNNEL, **overrides):
    """Runs a program that writes a page; returns result, laboratory and page."""
    with Lab(scenario, **overrides) as lab:
        result = checks.run(program, lab, "--html", str(path), *words)
    return result, lab, path.read_text(encoding="utf-8")


@pytest.fixture(name="broken", scope="module")
def broken_fixture(tmp_path_factory):
    """A chain that breaks behind the proxy, and its page."""
    path = tmp_path_factory.mktemp("page") / "broken.html"
    result, lab, text = make(path, BROKEN, program=CHAIN)
    return path, result, lab, text


def assert_contained(text):
    """Nothing but the known tags, nothing from elsewhere, nothing that runs."""
    page = Tags(text)
    assert set(page.tags) <= TAGS
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    links = [value for name, value in page.attributes if name == "href"]
    assert len(links) == 1 and links[0].startswith("data:image/svg+xml,")
    policy = [value for _, value in page.attributes if "default-src" in str(value)]
    assert len(policy) == 1 and policy[0].startswith(
        "default-src 'none'; style-src 'sha256-"), policy


def test_page_says_what_the_run_says(broken):
    _, result, _, text = broken
    line = forms.first_line(result)
    page = Tags(text)
    assert_contained(text)
    for word in (line["state"], line["code"], line["text"]):
        assert word in page.text
    for line in result.lines[1:]:
        told = TOLD.fullmatch(line)
        words = " ".join((told[1] if told else line).split())
        assert line.startswith("[not tested] ") or words in page.text, line
    assert page.tags.count("svg") >= 9
    for title in ("Hops", "Where the time went", "Certificate", "Measured",
                  "Transcript"):
        assert title in page.text


def test_page_shows_only_what_was_wanted(broken):
    """No label of several tries, and each fix once; the codes are explained."""
    _, result, _, text = broken
    page = Tags(text)
    assert "time_median" not in page.text and "loss" not in page.text
    assert "30:" not in page.text and "warning below 30 days" in page.text
    fixes = [line[7:] for line in result.lines if line.startswith("  fix: ")]
    assert len(fixes) == 3 and [page.text.count(fix) for fix in fixes] == [1, 1, 1]
    assert "endpoint-6001-down is said of: RPC Error 6ba" in page.text
    assert "bind : partly tested" in page.text, page.text


def test_page_of_tries_shows_their_times(tmp_path):
    _, _, text = make(tmp_path / "page.html", "healthy", "--tries", "2")
    assert "time_median" in Tags(text).text


def test_page_holds_no_secret(broken):
    _, _, lab, text = broken
    for secret in forms.secrets(lab):
        assert secret not in text


def test_output_is_what_it_is_without_a_page(broken, tmp_path):
    _, result, _, _ = broken
    with Lab(BROKEN) as lab:
        plain = checks.run(CHAIN, lab)
    assert forms.of_text(plain) == forms.of_text(result)
    assert len(plain.lines) == len(result.lines)
    assert not list(tmp_path.iterdir())


@needs_browser
def test_browser_reads_it(broken, tmp_path):
    path, _, _, text = broken
    after, console = browser.document(path, tmp_path)
    assert console == []
    assert Tags(after).text == Tags(text).text
    PICTURES.mkdir(exist_ok=True)
    for name, flags in (("light", ()), ("dark", (browser.DARK,)), ("narrow", ())):
        target = PICTURES / f"broken-{name}.png"
        size = "400,5200" if name == "narrow" else "1000,3400"
        assert browser.picture(path, tmp_path, target, *flags, size=size) == []
        assert target.stat().st_size > 20000
    light, dark = ((PICTURES / f"broken-{name}.png").read_bytes()
                   for name in ("light", "dark"))
    assert light != dark
    assert browser.paper(path, tmp_path, PICTURES / "broken.pdf") == []


@needs_browser
def test_browser_lets_nothing_else_run(tmp_path, broken):
    """The test of the test: a script in the page is stopped, and is complained of."""
    text = broken[3]
    path = tmp_path / "tampered.html"
    path.write_text(text.replace("</main>", "<script>document.title=1</script></main>"),
                    encoding="utf-8")
    after, console = browser.document(path, tmp_path / "profile")
    assert "<title>CRITICAL" in after
    assert any("Content Security Policy" in line for line in console)


@needs_browser
def test_browser_sees_no_foreign_element(tmp_path):
    path = tmp_path / "nasty.html"
    front = {"fe_server": NASTY, "server": "Microsoft-IIS/10.0 " + NASTY}
    result, _, text = make(path, "healthy", "-vvv", front=front)
    assert "<script" in result.out
    after, console = browser.document(path, tmp_path / "profile")
    for page in (text, after):
        assert_contained(page)
        assert "onerror=document.title" in Tags(page).text
    assert console == []


def test_page_of_a_healthy_run(tmp_path):
    result, _, text = make(tmp_path / "healthy.html", "healthy")
    assert_contained(text)
    assert forms.first_line(result)["text"].strip() in Tags(text).text
    assert not (tmp_path / "healthy.html").stat().st_mode & stat.S_IXUSR


@pytest.mark.parametrize("words", [(), ("--output", "json")])
def test_unwritable_page_takes_nothing(tmp_path, words):
    with Lab("healthy") as lab:
        result = checks.run(
            TUNNEL, lab, "--html", str(tmp_path / "no" / "page.html"), *words)
    assert result.status == 0, result.told
    note = "no page written: "
    if words:
        forms.of_json(result)
        assert result.document["note"].startswith(note)
    else:
        assert result.lines[0].startswith("OA TUNNEL OK: ")
        assert result.lines[1].startswith("note: " + note), result.told


def test_page_replaces_a_file_and_nothing_else(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    link = tmp_path / "link.html"
    link.symlink_to(path)
    with Lab("healthy") as lab:
        for name, is_written in ((link, False), (tmp_path, False), (path, True)):
            result = checks.run(TUNNEL, lab, "--html", str(name))
            assert result.lines[1].startswith("note: ") != is_written, result.told
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert link.is_symlink()
    assert {item.name for item in tmp_path.iterdir()} == {"page.html", "link.html"}
