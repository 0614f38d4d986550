"""The report in a browser, as a reader uses it: from a row to its sentence and back, by mouse and by keyboard."""

import shutil

import pytest
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from unit.samples import extraction, meeting, position, quote_of, result_full_of

from extractor.report import write_report
from schemas import Result

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="no chromium and chromedriver here (Debian: apt-get install chromium-driver)"
)

TEXT = "Two presidents met in Argyle. One demands land. The other rejects that, and one demands it again."
HOSTILE = [
    "<script>window.ran = true</script>",
    '"><img src=x onerror="window.ran = true">',
    "</script><script>window.ran = true</script>",
    "</style><script>window.ran = true</script>",
    "' autofocus onfocus='window.ran = true",
    "<!--<script>",
    "\u2028window.ran = true//",
    "javascript:window.ran=true",
    "{{ 7*7 }}",
]


def emulate(browser, scheme):
    # Without motion, so that what is clicked stands still.
    wanted = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
    features = [{"name": name, "value": value} for name, value in wanted.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    options = ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,900",
        f"--user-data-dir={tmp_path_factory.mktemp('profile')}",
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with Chrome(options=options, service=Service(DRIVER)) as browser:
        emulate(browser, "light")
        yield browser


@pytest.fixture
def opened(browser, tmp_path):
    def opened(*results, width=1280):
        browser.set_window_size(width, 900)
        write_report(results, tmp_path / "report.html", title="Talks")
        browser.get((tmp_path / "report.html").as_uri())
        return browser

    return opened


@pytest.fixture
def talks():
    rows = extraction(
        text=TEXT,
        title="Argyle",
        meetings=[meeting(quotes=[quote_of("Two presidents met in Argyle", TEXT)])],
        positions=[
            position(quotes=[quote_of("One demands land", TEXT)], subject="land"),
            position("rejects", "mediation", quotes=[quote_of("The other rejects that", TEXT)], subject="a mediator"),
        ],
    )
    return Result(source="a.md", extraction=rows)


def one(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def texts(browser, selector):
    return [element.text for element in browser.find_elements(By.CSS_SELECTOR, selector)]


def focused(browser):
    return browser.switch_to.active_element


def complaints(browser):
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] in {"SEVERE", "WARNING"}]


def test_nothing_that_an_article_says_runs(opened):
    # One after the other and all together, in every field of a result and as the text of the article.
    results = [result_full_of(words, text=f"{number} {words}") for number, words in enumerate(HOSTILE)]
    browser = opened(*results, result_full_of(" ".join(HOSTILE)))
    marks = browser.execute_script(
        """
        document.querySelectorAll("details").forEach((box) => { box.open = true; });
        let marks = 0;
        for (const article of document.querySelectorAll(".articles .open")) {
          article.click();
          for (const mark of document.querySelectorAll("#reader mark[data-rows]")) {
            mark.click();
            marks += 1;
          }
        }
        return marks;
        """
    )
    assert marks == len(results) + 1
    assert browser.execute_script("return window.ran") is None
    assert browser.find_elements(By.CSS_SELECTOR, "img, iframe, script:not([id]) ~ script:not([id])") == []
    assert len(browser.find_elements(By.TAG_NAME, "script")) == 2
    assert complaints(browser) == []


def test_script_that_got_in_would_not_run(opened, talks):
    browser = opened(talks)
    browser.execute_script(
        "const evil = document.createElement('script');"
        "evil.textContent = 'window.ran = true';"
        "document.body.append(evil);"
    )
    assert browser.execute_script("return window.ran") is None
    assert "Content Security Policy" in complaints(browser)[0]


def test_page_asks_for_nothing_else(opened, talks):
    browser = opened(talks)
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert complaints(browser) == []


def test_row_shows_its_sentence_and_the_sentence_its_rows(opened, talks):
    browser = opened(talks)
    one(browser, "#timeline li a").click()
    assert one(browser, "details.meeting").get_attribute("open")
    one(browser, "details.meeting .quote").click()
    assert one(browser, "#reader-title").text == "Argyle"
    assert one(browser, "#reader .text").text == TEXT
    assert texts(browser, "mark.chosen") == ["Two presidents met in Argyle"]
    assert focused(browser).text == "Two presidents met in Argyle"

    browser.find_elements(By.CSS_SELECTOR, "mark[data-rows]")[1].click()
    assert texts(browser, "#reader-rows li") == ["position Guyana demands: land"]
    one(browser, "#reader-rows a").click()
    assert texts(browser, "details.line.reached[open] .quote") == ["One demands land"]


def test_it_all_works_by_keyboard(opened, talks):
    browser = opened(talks)

    def press(*keys):
        ActionChains(browser).send_keys(*keys).perform()

    press(Keys.TAB, Keys.ENTER)
    assert focused(browser).get_attribute("id") == "main"
    for _ in range(20):
        press(Keys.TAB)
        if focused(browser).tag_name == "summary":
            break
    press(Keys.ENTER, Keys.TAB)
    while focused(browser).get_attribute("class") != "quote":
        press(Keys.TAB)
    press(Keys.ENTER)
    assert focused(browser).tag_name == "mark"
    press(Keys.SPACE)
    assert texts(browser, "#reader-rows li") == ["meeting Argyle talks (14 December 2023): held"]
    press(Keys.ESCAPE)
    assert focused(browser).get_attribute("class") == "quote"


def test_filter_leaves_what_holds_all_its_words(opened, talks):
    browser = opened(talks)
    one(browser, "#filter").send_keys("guyana MEDIATION")
    browser.execute_async_script("setTimeout(arguments[0], 300)")
    assert one(browser, "#found").text == "0 meetings, 1 lines of positions"
    assert not one(browser, "details.meeting").is_displayed()
    assert [line for line in texts(browser, "details.line summary h4") if line] != []


def test_on_a_phone_the_article_covers_the_page_until_it_is_closed(opened, talks):
    browser = opened(talks, width=500)
    assert not one(browser, "#reader").is_displayed()
    one(browser, ".articles .open").click()
    assert one(browser, "#reader").is_displayed()
    one(browser, "#close").click()
    assert not one(browser, "#reader").is_displayed()
    assert focused(browser).text == "Argyle"
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_address_of_a_meeting_opens_it(opened, talks):
    browser = opened(talks)
    identifier = one(browser, "details.meeting").get_attribute("id")
    browser.get(f"{browser.current_url}#{identifier}")
    browser.refresh()
    assert one(browser, "details.meeting").get_attribute("open")


def test_everything_is_open_on_paper(opened, talks):
    browser = opened(talks)
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert browser.find_elements(By.CSS_SELECTOR, "details:not([open])") == []
    browser.execute_script("dispatchEvent(new Event('afterprint'))")
    assert browser.find_elements(By.CSS_SELECTOR, "details[open]") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(opened, talks, scheme):
    browser = opened(talks)
    emulate(browser, scheme)
    one(browser, ".articles .open").click()
    # WCAG 2.2, 1.4.3: 4.5 to 1 for text, against the next ground that is painted.
    low = browser.execute_script(
        """
        const light = (color) => {
          const [r, g, b] = color.match(/[\\d.]+/g).map((part) => part / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = (node) => {
          for (let at = node; at; at = at.parentElement) {
            const color = getComputedStyle(at).backgroundColor;
            if (!color.endsWith(", 0)")) return color;
          }
          return "rgb(255, 255, 255)";
        };
        document.querySelectorAll("details").forEach((box) => { box.open = true; });
        return [...document.querySelectorAll("body *:not(script, svg *)")]
          .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
          .map((node) => [light(getComputedStyle(node).color), light(ground(node)), node.className])
          .map(([ink, paper, name]) => [(Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05), name])
          .filter(([ratio]) => ratio < 4.5);
        """
    )
    assert low == []
