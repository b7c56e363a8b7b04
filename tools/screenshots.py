"""Takes the README's pictures from a running demo: ``python tools/screenshots.py [ADDRESS]``."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from patrol_ops.demo.people import PASSWORD  # noqa: E402

FOLDER = ROOT / "docs" / "images"
PHONE, DESK = (360, 740), (1280, 800)
# Name of the picture, who looks, at which screen, where; a text to follow first.
PICTURES = (
    ("today", "duizhang", PHONE, "/duty/today/", ""),
    ("log", "duizhang", PHONE, "/duty/today/", "写日志"),
    ("to-do", "paichusuo", DESK, "/to-do/", ""),
    ("situation", "zongzhi", DESK, "/situation/", ""),
    ("team", "minjing", DESK, "/teams/", "明德社区"),
)


def take(browser: Browser, address: str, name: str, user: str, size: tuple[int, int], path: str, follow: str) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    page = context.new_page()
    page.goto(f"{address}/sign-in/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")
    page.goto(address + path)
    if follow:
        page.locator(f"a:has-text('{follow}')").last.click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)
    page.screenshot(path=str(FOLDER / f"{name}.png"))
    context.close()


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))
    rooted = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        # The browser's own controls, such as clocks, speak the language of its environment.
        chinese = {**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"}
        browser = play.chromium.launch(
            executable_path=path, args=["--disable-gpu", "--lang=zh-CN", *rooted], env=chinese
        )
        for picture in PICTURES:
            take(browser, address, *picture)
            print(f"docs/images/{picture[0]}.png")
        browser.close()


if __name__ == "__main__":
    main()
