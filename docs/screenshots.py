"""Take the pictures of docs/images from the examples' recorded run: `python docs/screenshots.py` (needs chromium)."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

ROOT = Path(__file__).parent.parent
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
SIZES = {"wide": (1280, 900), "phone": (390, 844)}


def main(folder: Path) -> None:
    """Write the pictures to `folder`."""
    extractor = Path(sys.executable).with_name("extractor")
    with tempfile.TemporaryDirectory() as work:
        results, page = Path(work, "results.jsonl"), Path(work, "report.html")
        read = ("batch", "examples/articles", "--replay", "cassettes/examples.yaml", "--include-text", "--out", results)
        for command in (read, ("report", results, "--out", page, "--title", "Talks in the example articles")):
            subprocess.run([extractor, *command], cwd=ROOT, check=True, capture_output=True)  # noqa: S603
        folder.mkdir(exist_ok=True)
        for what in ("timeline", "positions"):
            drawn = ("plot", results, "--what", what, "--out", folder / f"plot-{what}.png")
            subprocess.run([extractor, *drawn], cwd=ROOT, check=True, capture_output=True)  # noqa: S603
        for name, size, dark, scene in (
            ("report-timeline", "wide", False, None),
            ("report-meeting", "wide", False, meeting),
            ("report-meeting-dark", "wide", True, meeting),
            ("report-positions", "wide", False, positions),
            ("report-positions-dark", "wide", True, positions),
            ("report-phone", "phone", False, None),
            ("report-phone-article", "phone", True, meeting),
        ):
            take(page, folder / f"{name}.png", SIZES[size], dark=dark, scene=scene)


def take(
    page: Path, picture: Path, size: tuple[int, int], *, dark: bool, scene: Callable[[Chrome], None] | None
) -> None:
    """Open `page`, play the `scene` and save what is seen to `picture`."""
    options = ChromeOptions()
    with tempfile.TemporaryDirectory() as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        with Chrome(options=options, service=Service("/usr/bin/chromedriver")) as browser:
            browser.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride",
                {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False},
            )
            browser.execute_cdp_cmd(
                "Emulation.setEmulatedMedia",
                {
                    "features": [
                        {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                        {"name": "prefers-reduced-motion", "value": "reduce"},
                    ]
                },
            )
            browser.get(page.as_uri())
            if scene:
                scene(browser)
            browser.save_screenshot(str(picture))


def meeting(browser: Chrome) -> None:
    """Open the talks in Beijing, a quotation of theirs, and the rows that rest on it."""
    browser.find_element(By.PARTIAL_LINK_TEXT, "Saudi-Iranian talks in Beijing").click()
    browser.find_element(By.CSS_SELECTOR, ".reached .quote").click()
    browser.find_element(By.CSS_SELECTOR, "mark.chosen").click()


def positions(browser: Chrome) -> None:
    """Show the matrix, with one time line open below it."""
    browser.find_element(By.CSS_SELECTOR, "details.line > summary").click()
    browser.find_element(By.LINK_TEXT, "Positions").click()


if __name__ == "__main__":
    main(ROOT / "docs" / "images")
