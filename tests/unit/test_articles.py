"""Articles: what is read from files, standard input and text, and what can't be."""

import builtins
import io
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.articles import MAX_CHARS, article_from_text, as_date, load_articles, load_stdin
from extractor.errors import ArticleError
from extractor.files import find_files
from extractor.formats import SUPPORTED_SUFFIXES, About
from extractor.metadata import read_metadata
from schemas import Article

TEXT = "The two envoys met at the lake on Thursday. They will meet again.\n"
DAY = date(2023, 12, 15)
PARAGRAPH = "The envoys of both sides met in the old customs house on Thursday and agreed to meet again within a month."
CURLY = "The host said: “We’re not there yet” – and left. Nobody else at the café would speak of the talks.\n" * 3
RUSSIAN = "Посланники встретились в четверг у озера. Переговоры были трудными, но стороны увидятся снова.\n" * 3
# Long enough to be told from its neighbours; a line or two of a Western language is not.
FRENCH = (
    "Les émissaires se sont réunis jeudi près du lac. Très prudents, ils n'ont rien déclaré à la presse. Leur hôte a "
    "toutefois précisé que la délégation reviendrait après l'été, où un accord pourrait être signé. « Rien n'est "
    "acquis », a-t-il ajouté, évoquant des désaccords hérités des années passées.\n"
) * 2
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>Talks at the lake</title>
<meta property="og:site_name" content="The Example Courier">
<meta property="og:url" content="https://courier.example/talks">
<meta property="article:published_time" content="2023-12-15T08:00:00+01:00">
<link rel="canonical" href="https://courier.example/talks">
</head><body><nav><a href="/">Home</a></nav><article><h1>Talks at the lake</h1>
<p>{PARAGRAPH}</p><p>{PARAGRAPH.replace("envoys", "ministers")}</p></article></body></html>
"""


@pytest.fixture
def write(tmp_path):
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def load(path, **options):
    return list(load_articles(path, **options))


def problem(path, **options):
    (error,) = load(path, **options)
    assert isinstance(error, ArticleError), error
    return str(error)


def pdf(text: str, *, password: str | None = None) -> bytes:
    pypdf = pytest.importorskip("pypdf")
    generic = pytest.importorskip("pypdf.generic")
    name, mapping = generic.NameObject, generic.DictionaryObject
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(width=400, height=400)
    font = mapping(
        {
            name("/Type"): name("/Font"),
            name("/Subtype"): name("/Type1"),
            name("/BaseFont"): name("/Helvetica"),
        }
    )
    fonts = mapping({name("/F1"): writer._add_object(font)})
    page[name("/Resources")] = mapping({name("/Font"): fonts})
    stream = generic.DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
    page[name("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Title": "Talks at the lake"})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# Texts


def test_text_at_hand_is_kept_as_it_is():
    article = article_from_text("a\r\nb \n", published="2023-12-15", title="T", source="wire")

    assert article == Article.from_text("a\r\nb \n", published=DAY, title="T", source="wire")


@pytest.mark.parametrize(
    "published", [DAY, "2023-12-15", "2023-12-15T23:30:00-05:00", datetime(2023, 12, 15, 9, tzinfo=UTC)]
)
def test_day_of_publication_is_the_day_as_written(published):
    assert article_from_text(TEXT, published=published).published == DAY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the text: it is empty; give a text"),
        (" \n\t", "the text: it is empty; give a text"),
        ("abcdef", "the text: it has 6 characters, and 5 are the most; split it"),
        ("a\ud800", "the text: its text holds half a character (a lone surrogate); mend the escape"),
        ("a\0b", "the text: its text holds a NUL character, so it is not text; take it out"),
    ],
)
def test_text_that_is_no_article_is_an_error(text, said):
    with pytest.raises(ArticleError) as caught:
        article_from_text(text, max_chars=5)
    assert str(caught.value) == said


def test_text_of_just_the_limit_is_taken():
    assert article_from_text("x" * MAX_CHARS).text == "x" * MAX_CHARS


@pytest.mark.parametrize("text", ["15 December 2023", "20231215", "2023-W50-5", "15.12.2023", "2023", "", "1702598400"])
def test_date_in_another_form_is_an_error_that_shows_it(text):
    with pytest.raises(ArticleError) as caught:
        as_date(text, "here")
    assert str(caught.value) == f"here: {text!r} is no date; write it as 2023-12-15"


def test_day_that_no_calendar_has_is_an_error():
    with pytest.raises(ArticleError, match="'2023-02-30' is not in the calendar"):
        as_date("2023-02-30", "here")


# Plain text and its encodings


def test_plain_text_is_the_article(write):
    assert load(write("a.txt", TEXT)) == [Article.from_text(TEXT, source="a.txt")]


def test_source_is_what_the_caller_says(write):
    assert load(write("a.txt", TEXT), source="in/a.txt") == [Article.from_text(TEXT, source="in/a.txt")]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CURLY, "utf-8"),
        (CURLY, "utf-8-sig"),
        (CURLY, "utf-16"),
        (CURLY, "utf-32"),
        (CURLY, "cp1252"),
        (FRENCH, "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
    ],
)
def test_text_is_the_same_in_any_encoding(write, text, encoding):
    assert load(write("a.txt", text.encode(encoding))) == [Article.from_text(text, source="a.txt")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_byte_order_mark_is_dropped(write, encoding):
    assert load(write("a.txt", f"\ufeff{CURLY}".encode(encoding)))[0].text == CURLY


def test_newlines_become_line_feeds(write):
    assert load(write("a.txt", "one\r\ntwo\rthree\n\r\n "))[0].text == "one\ntwo\nthree\n\n "


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")))
def test_any_text_comes_back_unchanged(tmp_path, text):
    path = tmp_path / "any.txt"
    # A mark in front, so that one within the text is not dropped.
    path.write_bytes(text.encode("utf-8-sig"))

    (read,) = load_articles(path)

    assert read.text == text if text.strip() else isinstance(read, ArticleError)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0",
        b"PK\x03\x04\x14\0\0\0\x08\0\xed\xa1\xff",
        b"plain, but\0 for this",
        bytes(range(1, 256)) * 9,
        b"\x01\x02\x9c\xfe\x81\x05" * 99,
        b"\xff\xfea",
    ],
)
def test_binary_file_is_not_text(write, data):
    assert "it is not text" in problem(write("a.txt", data))


def test_damaged_utf8_is_not_guessed_at(write):
    data = f"First line.\n{RUSSIAN}".encode()
    said = problem(write("a.txt", data[:41] + data[42:]))

    assert said == "a.txt: it is UTF-8 with damaged characters, the first in line 2; mend them"


# Front matter


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".MD"])
def test_front_matter_describes_the_article(write, suffix):
    matter = (
        "title: 'Talks: a start'\npublisher: Courier\npublished: 2023-12-15\nurl: https://c.example/1\nlanguage: en\n"
    )
    path = write(f"a{suffix}", f"---\r\n{matter}editor: X\r\n---\r\n{TEXT}")

    assert load(path) == [
        Article.from_text(
            TEXT,
            title="Talks: a start",
            publisher="Courier",
            published=DAY,
            url="https://c.example/1",
            language="en",
            source=path.name,
        )
    ]


@pytest.mark.parametrize(
    "said",
    [
        "date: 2023-12-15",
        "published: '2023-12-15'",
        "published:\ndate: 2023-12-15",
        "published: 2023-12-15\ndate: 2001-01-01",
        "date: 2023-12-15T23:30:00-05:00",
        "date: 2023-12-15 23:30:00",
        "title: ~\npublished: null\ndate: 2023-12-15",
    ],
)
def test_front_matter_dates_the_article(write, said):
    assert load(write("a.md", f"---\n{said}\n---\n{TEXT}")) == [Article.from_text(TEXT, published=DAY, source="a.md")]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"---\n\n{TEXT}\n---\n\n{TEXT}",
        f"---\n{TEXT}---\n",
        f"---\n{TEXT}",
        f"{TEXT}\n---\ntitle: no\n---\n",
        f"---\nNote: {'long ' * 20_000}\n---\n{TEXT}",
    ],
)
def test_text_with_rules_has_no_front_matter(write, text):
    assert load(write("a.md", text)) == [Article.from_text(text, source="a.md")]


def test_plain_text_file_has_no_front_matter(write):
    assert load(write("a.txt", f"---\ntitle: T\n---\n{TEXT}"))[0].text == f"---\ntitle: T\n---\n{TEXT}"


@pytest.mark.parametrize(
    ("matter", "said"),
    [
        ("title: 'open\n", "is not YAML: line"),
        ("title: a\npublished: b: c\n", "is not YAML: line 3: mapping values are not allowed"),
        ("published: last week\n", "'last week' is no date; write it as 2023-12-15"),
        ("title: [a, b]\n", "its front matter has a list or mapping as title, where text is wanted"),
        ("title: \x01\n", "is not YAML"),
        (f"title: {'[' * 5000}\n", "front matter"),
    ],
)
def test_broken_front_matter_is_an_error_that_says_what_and_where(write, matter, said):
    assert said in problem(write("a.md", f"---\n{matter}---\n{TEXT}"))


def test_front_matter_without_end_is_an_error(write):
    said = problem(write("a.md", f"---\ntitle: T\n\n{TEXT}"))

    assert said == "a.md: its front matter (line 1) has no end; put a line `---` behind it"


def test_front_matter_never_makes_objects(write, tmp_path):
    witness = tmp_path / "ran"
    path = write("a.md", f"---\ntitle: !!python/object/apply:os.mkdir [{witness}]\n---\n{TEXT}")

    assert "list or mapping as title" in problem(path)
    assert not witness.exists()


def test_front_matter_of_many_aliases_costs_nothing(write):
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
    path = write("a.md", f"---\nl0: &l0 [x]\n{levels}title: *l29\n---\n{TEXT}")

    assert problem(path) == "a.md: its front matter has a list or mapping as title, where text is wanted"


# Pages


@pytest.mark.parametrize("suffix", [".html", ".htm"])
def test_page_gives_its_main_text_and_metadata(write, suffix):
    path = write(f"a{suffix}", PAGE)
    (article,) = load(path)

    assert PARAGRAPH in article.text
    assert "Home" not in article.text
    assert article == Article.from_text(
        article.text,
        title="Talks at the lake",
        publisher="The Example Courier",
        published=DAY,
        url="https://courier.example/talks",
        language="en",
        source=path.name,
    )


def test_page_is_read_in_the_charset_that_it_declares(write):
    body = f"<article><p>{PARAGRAPH} “Très bien.”</p></article>"
    page = f'<html><head><meta charset="iso-8859-1"></head><body>{body}</body></html>'

    assert load(write("a.html", page.encode("cp1252")))[0].text.strip() == f"{PARAGRAPH} “Très bien.”"


def test_date_of_a_page_that_is_none_is_passed_over(write):
    assert load(write("a.html", PAGE.replace("2023-12-15T08:00:00+01:00", "soon")))[0].published is None


def test_page_without_article_is_an_error(write):
    said = problem(write("a.html", "<html><body></body></html>"))

    assert said == "a.html: no article was found in this page; save its text as .txt"


# JSON lines


def test_each_line_is_an_article_and_a_bad_one_stops_no_other(write):
    first = {
        "text": TEXT,
        "title": "T",
        "publisher": "P",
        "published": "2023-12-15",
        "url": "u",
        "language": "en",
        "n": 1,
    }
    lines = [json.dumps(first), "{not json", "", json.dumps({"text": "a\r\nb "})]
    first_read, error, last = load(write("a.jsonl", "\ufeff" + "\r\n".join(lines)))

    assert first_read == Article.from_text(
        TEXT, title="T", publisher="P", published=DAY, url="u", language="en", source="a.jsonl#1"
    )
    assert (error.source, "a.jsonl#2: it is not JSON: " in str(error)) == ("a.jsonl#2", True)
    assert last == Article.from_text("a\r\nb ", source="a.jsonl#4")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1]", "it is not an object; a line looks like"),
        ('{"title": "T"}', "it has no `text`; a line looks like"),
        ('{"text": 5}', "it has no `text`"),
        ('{"text": " "}', "it is empty"),
        ('{"text": "a\\ud800"}', "its text holds half a character"),
        ('{"text": "a", "title": "\\udc00"}', "its title holds half a character"),
        ('{"text": "a\\u0000"}', "its text holds a NUL character"),
        (
            '{"text": "a", "published": 1702598400}',
            "it has 1702598400 as published, where a date like 2023-12-15 is wanted",
        ),
        ('{"text": "a", "published": "Friday"}', "'Friday' is no date; write it as 2023-12-15"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "too long a number"),
        ("[" * 100_000, "nested too deeply"),
        ('{"text": "' + "x" * 1_000_081 + '"}', "it has over 1,000,080 bytes: too long; split it"),
        ('{"text": "elevenchars"}', "it has 11 characters, and 10 are the most"),
    ],
)
def test_bad_line_is_an_error_that_names_it(write, line, said):
    before, error, after = load(write("a.jsonl", f'{{"text": "a"}}\n{line}\n{{"text": "b"}}'), max_chars=10)

    assert (before.text, after.text, after.source) == ("a", "b", "a.jsonl#3")
    assert isinstance(error, ArticleError)
    assert str(error).startswith("a.jsonl#2: ")
    assert said in str(error)


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_file_without_lines_is_an_error(write, text):
    assert "a.jsonl: it is empty" in problem(write("a.jsonl", text))


def test_json_lines_in_utf16_are_an_error(write):
    assert problem(write("a.jsonl", '{"text": "a"}'.encode("utf-16"))) == (
        "a.jsonl: it is UTF-16 or UTF-32; save it as UTF-8"
    )


# PDF


def test_pdf_gives_its_text(write):
    assert load(write("a.pdf", pdf("The envoys met."))) == [
        Article.from_text("The envoys met.", title="Talks at the lake", source="a.pdf")
    ]


def test_a_broken_pdf_is_an_error_and_nothing_else_is_said(write, capfd):
    pytest.importorskip("pypdf")
    assert problem(write("a.pdf", b"no PDF at all")).startswith("a.pdf: it can't be read as PDF (")
    assert capfd.readouterr() == ("", "")


def test_pdf_with_a_password_is_an_error(write):
    said = problem(write("a.pdf", pdf("The envoys met.", password="secret")))

    assert said == "a.pdf: it is encrypted; save it without a password"


def test_pdf_without_text_is_an_error(write):
    assert problem(write("a.pdf", pdf(""))) == (
        "a.pdf: it holds no text (scanned pages?); run it through text recognition first"
    )


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n1 0 obj <<"])
def test_broken_pdf_is_an_error(write, data):
    pytest.importorskip("pypdf")
    assert "a.pdf: it can't be read as PDF" in problem(write("a.pdf", data))


def test_pdf_without_pypdf_says_what_to_install(write, monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "pypdf":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    (error,) = load(write("a.pdf", b"%PDF-1.7"))

    assert str(error) == "a.pdf: PDF files need the extra: pip install 'talks-extractor[pdf]'"
    assert isinstance(error.__cause__.__cause__, ImportError)


# Files that can't be read


def test_missing_file_is_an_error(tmp_path):
    assert problem(tmp_path / "no.txt") == "no.txt: there is no such file; check the path"


def test_folder_in_place_of_a_file_is_an_error(tmp_path):
    assert problem(tmp_path, source="in") == "in: it is a folder; `extractor batch` reads folders"


def test_unknown_suffix_is_an_error(write):
    assert problem(write("a.docx", TEXT)) == (
        "a.docx: files of this kind are not read, only .htm, .html, .jsonl, .markdown, .md, .pdf, .txt; "
        "rename or convert it"
    )


def test_forbidden_file_is_an_error_with_its_cause(write, monkeypatch):
    path = write("a.txt", TEXT)

    def forbidden(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    (error,) = load(path)

    assert str(error) == "a.txt: this file may not be read; change its permissions"
    assert isinstance(error.__cause__, PermissionError)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are a Unix thing")
def test_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")

    assert "it is not a regular file" in problem(tmp_path / "a.txt")


def test_huge_file_is_not_read(write, monkeypatch):
    path = write("a.txt", b"")
    os.truncate(path, 10_000_000_000)
    monkeypatch.setattr(Path, "read_bytes", None)

    assert problem(path) == "a.txt: it has 10,000,000,000 bytes: too long; split it"


def test_file_name_that_is_not_unicode_is_shown_with_question_marks(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    try:
        path.write_text(TEXT)
    except OSError:
        pytest.skip("this file system wants Unicode names")

    assert load(path) == [Article.from_text(TEXT, source="caf?.txt")]


# Standard input


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), Article.from_text(TEXT, source="<stdin>")),
        (f"---\ndate: 2023-12-15\n---\n{TEXT}".encode(), Article.from_text(TEXT, published=DAY, source="<stdin>")),
        (TEXT.encode("utf-16"), Article.from_text(TEXT, source="<stdin>")),
        (b"a < b, <html> is a tag", Article.from_text("a < b, <html> is a tag", source="<stdin>")),
    ],
)
def test_standard_input_is_text_with_or_without_front_matter(data, expected):
    assert load_stdin(data) == expected


@pytest.mark.parametrize(
    "before", ["", "\ufeff", "\n <?xml version='1.0' encoding='utf-8'?>\n", "<!-- a --><!-- b -->"]
)
def test_standard_input_may_be_a_page(before):
    article = load_stdin((before + PAGE).encode())

    assert (article.title, article.published, article.source) == ("Talks at the lake", DAY, "<stdin>")
    assert PARAGRAPH in article.text


def test_standard_input_takes_a_date_for_what_has_none():
    assert load_stdin(TEXT.encode(), published=DAY).published == DAY


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "it is empty; give a text"), (b"\x89PNG\r\n\x1a\n\0", "it is not text"), (b"<!--" * 9999, None)],
)
def test_standard_input_that_is_no_article_is_an_error(data, said):
    read = load_stdin(data)

    assert isinstance(read, Article) if said is None else str(read).startswith(f"<stdin>: {said}")


# Folders


def test_files_are_found_in_order_and_hidden_ones_are_not(write, tmp_path):
    for name in (
        "b.txt",
        "a/z.md",
        "a/b/c.HTML",
        "c.jsonl",
        "README.md",
        ".d.txt",
        ".git/e.txt",
        "f.csv",
        "g.txt/h.pdf",
    ):
        write(name, TEXT)
    found = [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path)]

    assert found == ["README.md", "a/b/c.HTML", "a/z.md", "b.txt", "c.jsonl", "g.txt/h.pdf"]


def test_links_in_a_circle_end(write, tmp_path):
    write("in/a.txt", TEXT)
    (tmp_path / "in/round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "in/self.txt").symlink_to(tmp_path / "in/self.txt")
    (tmp_path / "in/link.txt").symlink_to(tmp_path / "in/a.txt")

    found = [path.name for path in find_files(tmp_path)]

    assert found == ["a.txt", "link.txt", "self.txt"]
    assert "this file can't be read: " in problem(tmp_path / "in/self.txt")


def test_missing_folder_is_an_error(tmp_path):
    with pytest.raises(ArticleError) as caught:
        next(find_files(tmp_path / "no"))
    assert str(caught.value) == f"{tmp_path}/no: there is no such folder; check the path"


def test_file_in_place_of_a_folder_is_an_error(write):
    path = write("a.txt", TEXT)
    with pytest.raises(ArticleError) as caught:
        next(find_files(path))
    assert str(caught.value).startswith(f"{path}: it is no folder; ")


def test_forbidden_folder_is_an_error(tmp_path, monkeypatch):
    def forbidden(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", forbidden)
    with pytest.raises(ArticleError) as caught:
        next(find_files(tmp_path))
    assert str(caught.value) == f"{tmp_path}: this folder may not be read; change its permissions"


def test_supported_suffixes_are_these():
    assert {".txt", ".md", ".markdown", ".html", ".htm", ".jsonl", ".pdf"} == SUPPORTED_SUFFIXES


# Metadata


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_table_is_read_whatever_its_delimiter_and_encoding(write, delimiter, encoding):
    rows = [
        ["File", "published", "title", "publisher", "url", "language", "other"],
        ["a.txt", "2023-12-15", '"Très ; vrai, déjà\t""dit"""', "Courier", "u", "fr", "x"],
        ["./in\\b.txt", "", "", "Café à l'été, où l'on a été fêté", "", "", ""],
    ]
    if delimiter == ",":
        rows[2][3] = f'"{rows[2][3]}"'
    path = write("m.csv", "\r\n".join(delimiter.join(row) for row in rows).encode(encoding))

    assert read_metadata(path).rows == {
        "a.txt": About('Très ; vrai, déjà\t"dit"', "Courier", DAY, "u", "fr"),
        "in/b.txt": About(publisher="Café à l'été, où l'on a été fêté"),
    }


def test_table_in_another_encoding_is_read(write):
    title = RUSSIAN.strip().replace("\n", " ")
    path = write("m.csv", f"file;published;title\na.txt;2023-12-15;{title}\n".encode("cp1251"))

    assert read_metadata(path).rows == {"a.txt": About(title=title, published=DAY)}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "#1: it has no column `file`"),
        (
            "name,published\na.txt,2023-12-15",
            "#1: it has no column `file`; the first line names the columns: file,published",
        ),
        ("file,published\na.txt,2023-12-15\nb.txt,Friday", "#3: 'Friday' is no date; write it as 2023-12-15"),
        ("file;published\na.txt;2023-02-30", "#2: '2023-02-30' is not in the calendar"),
        ("file\na.txt\n./a.txt", "#3: a.txt is there twice; leave one row of it"),
        ("file,published\n,2023-12-15", "#2: it names no file; fill the column `file`"),
        ("file,title\na.txt,Talks, again", "#2: it has more cells than the first line"),
        ('file,title\na.txt,"open\nb.txt,T', "#2: it is not CSV: "),
    ],
)
def test_wrong_table_is_an_error_that_names_the_line(write, table, said):
    path = write("m.csv", table)
    with pytest.raises(ArticleError) as caught:
        read_metadata(path)
    assert str(caught.value).startswith(f"{path}{said}")


def test_missing_table_is_an_error(tmp_path):
    with pytest.raises(ArticleError) as caught:
        read_metadata(tmp_path / "m.csv")
    assert str(caught.value) == f"{tmp_path}/m.csv: there is no such file; check the path"


def test_binary_table_is_an_error(write):
    with pytest.raises(ArticleError, match="it is not text"):
        read_metadata(write("m.csv", b"\x89PNG\0"))


@pytest.mark.parametrize(
    ("table", "own", "default", "published"),
    [
        ("2023-12-15", "2022-01-01", date(2021, 1, 1), DAY),
        ("", "2023-12-15", date(2021, 1, 1), DAY),
        ("", "", DAY, DAY),
        ("", "", None, None),
    ],
)
def test_table_goes_before_file_and_file_before_the_default(write, table, own, default, published):
    files = {
        "a.md": f"---\ndate: {own}\n---\n{TEXT}",
        "a.jsonl": json.dumps({"text": TEXT, "published": own}),
        "a.html": PAGE.replace("2023-12-15T08:00:00+01:00", own),
    }
    metadata = read_metadata(write("m.csv", "\n".join(["file,published", *(f"{name},{table}" for name in files)])))
    articles = [load(write(name, text), metadata=metadata, published=default)[0] for name, text in files.items()]

    assert [article.published for article in articles] == [published] * 3


def test_table_finds_files_by_path_before_name(write):
    metadata = read_metadata(write("m.csv", "file,title\na.txt,by name\nin/a.txt,by path\n"))
    path = write("in/a.txt", TEXT)

    assert load(path, metadata=metadata, source="in/a.txt")[0].title == "by path"
    assert load(path, metadata=metadata, source="on/a.txt")[0].title == "by name"
    assert load(write("b.txt", TEXT), metadata=metadata)[0].title is None


def test_table_speaks_of_all_lines_of_a_file_or_of_one(write):
    metadata = read_metadata(write("m.csv", "file,title\na.jsonl,all\na.jsonl#2,one\n"))
    path = write("a.jsonl", '{"text": "a"}\n{"text": "b"}\n{"text": "c"}\n')

    assert [article.title for article in load(path, metadata=metadata)] == ["all", "one", "all"]
