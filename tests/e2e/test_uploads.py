"""Uploads opened and embedded in a browser: nothing in them runs. Data in the head runs neither."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

RUN = b"<script>document.title='run'</script>"
FILES = {
    "page.html": b"<!doctype html>" + RUN,
    "page.gif": b"GIF89a<!doctype html>" + RUN,
    "page.png": b"<!doctype html>" + RUN,
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'>" + RUN + b"</svg>",
    "line.gif": b"GIF89a=1;document.title='run'",
    "line.js": b"document.title='run'",
}


@pytest.fixture
def uploads(product):
    """Lay files among the uploads, as if a door had let them in."""
    folder = product.var / "media" / "evil"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_an_upload_opened_by_itself_does_not_run(visit, uploads, name):
    page = visit()
    page.expected_errors.append("Refused")
    page.expected_errors.append("Content Security Policy")
    page.goto("/about/")
    page.evaluate("address => window.open(address)", f"/media/evil/{name}")
    page.wait_for_timeout(700)
    assert [one.title() for one in page.context.pages if one.title() == "run"] == []


@pytest.mark.parametrize("name", ["line.gif", "line.js", "page.html"])
def test_an_upload_named_as_a_script_or_frame_of_our_page_does_not_run(visit, uploads, name):
    page = visit()
    page.expected_errors += ["Refused", "Content Security Policy", "MIME", "Failed to load"]
    page.goto("/about/")
    page.evaluate(
        """address => {
            for (const tag of ["script", "iframe", "embed"]) {
                const one = document.createElement(tag);
                one.src = address;
                document.body.append(one);
            }
        }""",
        f"/media/evil/{name}",
    )
    page.wait_for_timeout(700)
    assert page.title() != "run"
    assert all(frame.evaluate("document.title") != "run" for frame in page.frames)


def test_the_policy_lets_data_in_the_head_be(visit):
    page = visit()
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => (window.refused = e.violatedDirective))"
    )
    for path in ("/", "/sessions/", "/mentors/"):
        page.goto(path)
        data = page.locator('script[type="application/ld+json"]')
        assert page.evaluate("text => JSON.parse(text)['@context']", data.inner_text())
        assert page.evaluate("window.refused") is None
