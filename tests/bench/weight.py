"""What a first visit of a page loads, as it comes over the wire (compressed), by kind."""

from playwright.sync_api import sync_playwright

from tests.support import chromium
from tests.support.product import Product

KINDS = ("Document", "Stylesheet", "Script", "Font", "Image")
BUDGET = ("Document", "Stylesheet", "Script")
BUDGET_KIB = 60
FONT_KIB = 64
IMAGE_KIB = 150
MOST_NODES = 900
COUNTED = ("landing", "catalogue")


def measure(product: Product, paths: dict[str, str]) -> None:
    """Print KiB by kind for each page, and whether HTML + CSS + JS keep within the budget."""
    product.start()
    print(f"  {'page':12}" + "".join(f"{kind:>12}" for kind in KINDS) + "   nodes  HTML+CSS+JS")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.path(), args=chromium.ARGUMENTS
        )
        for label, path in paths.items():
            sizes, nodes = load(browser, product.url + path)
            total = sum(sizes[kind] for kind in BUDGET)
            is_within = (
                total <= BUDGET_KIB
                and sizes["Font"] <= FONT_KIB
                and sizes["Image"] <= IMAGE_KIB
                and (label not in COUNTED or nodes < MOST_NODES)
            )
            cells = "".join(f"{sizes[kind]:12.1f}" for kind in KINDS)
            word = "OK" if is_within else "OVER"
            print(f"  {label:12}{cells}{nodes:8}  {total:6.1f} of {BUDGET_KIB}: {word}")
        browser.close()
    product.stop()


def load(browser, url: str) -> tuple[dict[str, float], int]:
    """Open `url` as a phone does; return KiB received by kind of resource, and the nodes there are.

    Pictures count that the browser loads without scrolling.
    """
    context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=1.75)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes = dict.fromkeys(KINDS, 0.0)

    def finished(event: dict) -> None:
        kind = kinds.get(event["requestId"], "")
        if kind in sizes:
            sizes[kind] += event["encodedDataLength"] / 1024

    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    session.on("Network.loadingFinished", finished)
    page.goto(url, wait_until="networkidle")
    nodes = page.evaluate("document.querySelectorAll('*').length")
    context.close()
    return sizes, nodes
