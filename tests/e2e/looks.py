"""axe in a page of the product: what every browser test that looks for everybody shares."""

from pathlib import Path

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# While something fades in it is half transparent, which is no contrast to judge.
STILL = """async () => {
  const ends = document.getAnimations().filter((one) =>
    one.playState === "running" && Number.isFinite(one.effect.getComputedTiming().endTime));
  const late = new Promise((go) => setTimeout(go, 3000));
  await Promise.race([late, Promise.allSettled(ends.map((one) => one.finished))]);
}"""
RUN = """async () => {
  const { violations } = await axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  });
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
}"""
# axe's rule on targets also counts what lies inert behind a dialog: here the boxes are measured.
RUN_IN_DIALOG = """async () => {
  const dialog = document.querySelector("dialog[open]");
  const { violations } = await axe.run(dialog, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: { "target-size": { enabled: false } },
  });
  const targets = dialog.querySelectorAll("a, button, input:not([type=hidden]), select, summary");
  const small = [...targets].filter((one) => {
    const { width, height } = (one.closest("label") ?? one).getBoundingClientRect();
    return width && (width < 24 || height < 24);
  });
  const where = (rule) => rule.nodes.map((node) => node.target.join(" ")).join(", ");
  const named = violations.map((rule) => `${rule.id}: ${where(rule)}`);
  return named.concat(small.map((one) => `too small: ${one.outerHTML.slice(0, 80)}`));
}"""
NARROW = {"width": 320, "height": 640}
PHONE_WIDTH, DESK_WIDTH, HEIGHT = 390, 1350, 900
VARIANTS = tuple(
    (width, scheme) for width in (PHONE_WIDTH, DESK_WIDTH) for scheme in ("light", "dark")
)
BOTH_AT_ONCE = ((PHONE_WIDTH, "light"), (DESK_WIDTH, "dark"))


def violations(page):
    """Return what axe finds wrong, a line a rule."""
    page.evaluate(AXE.read_text())
    return _run(page, RUN)


def violations_in_dialog(page):
    """Return what axe finds wrong in the open dialog, and targets below 24 px."""
    page.evaluate(AXE.read_text())
    return _run(page, RUN_IN_DIALOG)


def still(page):
    """Wait until nothing moves any more but what moves for ever."""
    page.evaluate(STILL)


def _run(page, script):
    still(page)
    return page.evaluate(script)


def check_variants(page, where, variants=VARIANTS):
    """Let axe look at a page light and dark, on a phone and a desk, loaded once.

    Then hold it to 320 px, which is also 1280 px at 400 % zoom.
    """
    page.evaluate(AXE.read_text())
    found = {}
    for width, scheme in variants:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height})
        wrong = _run(page, RUN)
        if wrong:
            found[f"{where}, {width} px, {scheme}"] = wrong
    assert not found, found
    page.set_viewport_size(NARROW)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0, where


def check_page(page, where):
    """Let axe look at the whole of a page and hold it to 320 px."""
    page.wait_for_load_state()
    usual = page.viewport_size
    # As high as the page: what the bars happen to cover on a small window is no small target.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": usual["width"], "height": height})
    assert violations(page) == [], where
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], where
    page.set_viewport_size(usual)
