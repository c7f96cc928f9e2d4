"""What stands around every page: announcement, menus, footer; who may change it, and how."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from cms.blocks.links import LinkBlock, ProfileBlock
from cms.models import ContentPage, HomePage, SiteFrame
from peerlearn.common.clock import now, travel
from tests import factories

pytestmark = pytest.mark.django_db
BAR = 'class="announcement'


def change(**fields):
    frame = SiteFrame.load()
    for name, value in fields.items():
        setattr(frame, name, value)
    frame.full_clean()
    frame.save()
    return frame


def html_of(client, path="/"):
    return client.get(path).content.decode()


def link(label, path="", page=None):
    return {"label": label, "path": path, "page": page}


def item(value, number=0):
    return {"type": "item", "value": value, "id": f"00000000-0000-4000-8000-{number:012}"}


def column(title, *links):
    items = [item(one, number) for number, one in enumerate(links)]
    return {"type": "column", "value": {"title": title, "links": items}, "id": "4" * 36}


RULES = [link("Terms", "/terms/"), link("Privacy", "/privacy/")]


def test_a_new_site_has_the_menus_it_always_had(client):
    html = html_of(client)
    assert BAR not in html
    nav = html.split('aria-label="Main"')[1].split("</nav>")[0]
    assert ("/sessions/" in nav, "/mentors/" in nav) == (True, True)
    footer = html.split('class="site-footer"')[1]
    for path in ("/about/", "/contact/", "/terms/", "/privacy/", "/register/", "/api/docs/"):
        assert f'href="{path}"' in footer
    assert "Two people, one hour, the same clock." in footer


@pytest.mark.parametrize("path", ["/", "/sessions/", "/mentors/", "/about/", "/login/"])
def test_an_announcement_stands_above_every_page(client, path):
    change(notice_text="Closed on <Diwali>", notice_link="/about/", notice_label="Why")
    html = html_of(client, path)
    bar = html.split(BAR)[1].split("</aside>")[0]
    assert "Closed on &lt;Diwali&gt;" in bar
    assert '<a href="/about/">Why</a>' in bar
    assert html.index(BAR) < html.index('class="site-header"')


def test_an_announcement_comes_and_goes_at_its_time(client):
    start = now() + timedelta(hours=2)
    change(notice_text="Open house", notice_from=start, notice_until=start + timedelta(hours=1))
    assert BAR not in html_of(client)
    with travel(start + timedelta(minutes=1)):
        assert BAR in html_of(client)
    with travel(start + timedelta(minutes=61)):
        assert BAR not in html_of(client)


@pytest.mark.usefixtures("kept_pages")
def test_an_announcement_is_in_time_though_pages_are_kept(client):
    start = now() + timedelta(minutes=1)
    change(notice_text="Open house", notice_from=start)
    assert BAR not in html_of(client, "/about/")
    with travel(start + timedelta(seconds=1)):
        assert BAR in html_of(client, "/about/")


def test_a_new_text_has_another_key_so_that_it_is_shown_to_who_closed_the_old(client):
    keys = set()
    for text in ("One", "Two", "One"):
        change(notice_text=text)
        keys.add(html_of(client).split('data-announcement="')[1].split('"')[0])
    assert len(keys) == 2


def test_an_editor_changes_header_and_footer(client):
    page = ContentPage(title="Team", slug="team")
    HomePage.objects.get().add_child(instance=page)
    change(
        menu=json.dumps(
            [{"type": "link", "value": link("Music", "/sessions/topic/music/"), "id": "5" * 36}]
        ),
        footer=json.dumps([column("House", link("Our team", page=page.pk), *RULES)]),
        footer_text="",
        profiles=json.dumps(
            [
                {
                    "type": "profile",
                    "value": {"network": "LinkedIn", "url": "https://www.linkedin.com/company/x"},
                    "id": "6" * 36,
                }
            ]
        ),
    )
    html = html_of(client, "/about/")
    nav = html.split('aria-label="Main"')[1].split("</nav>")[0]
    assert "Music" in nav
    assert "/mentors/" not in nav
    footer = html.split('class="site-footer"')[1]
    assert 'href="/team/"' in footer
    assert 'href="https://www.linkedin.com/company/x" rel="me noopener"' in footer
    page.slug = "people"
    page.save()
    assert 'href="/people/"' in html_of(client, "/about/")
    page.unpublish()
    assert "Our team" not in html_of(client, "/about/")


def test_the_footer_must_lead_to_terms_and_privacy():
    with pytest.raises(ValidationError) as caught:
        change(footer=json.dumps([column("House", RULES[0])]))
    assert "Privacy" in str(caught.value)
    privacy = ContentPage.objects.get(slug="privacy")
    change(footer=json.dumps([column("House", RULES[0], link("P", page=privacy.pk))]))


@pytest.mark.parametrize(
    "fields",
    [
        {"notice_text": "T", "notice_link": "javascript:alert(1)", "notice_label": "x"},
        {"notice_text": "T", "notice_link": "//evil.test/", "notice_label": "x"},
        {"notice_text": "T", "notice_link": "/about/"},
        {"notice_from": now(), "notice_until": now() - timedelta(hours=1)},
    ],
)
def test_what_does_not_fit_is_refused(fields):
    with pytest.raises(ValidationError):
        change(**fields)


@pytest.mark.parametrize(
    "value",
    [
        link("L"),
        link("L", "/a/", page="home"),
        link("L", "//evil.test"),
        link("L", "javascript:alert(1)"),
        link("", "/a/"),
    ],
)
def test_a_link_leads_to_one_place_of_this_site(value):
    if value["page"]:
        value = value | {"page": HomePage.objects.get().pk}
    with pytest.raises(ValidationError):
        LinkBlock().clean(LinkBlock().to_python(value))


@pytest.mark.parametrize(
    "url", ["http://x.example/", "javascript:alert(1)", "https://", "//x.test"]
)
def test_a_profile_elsewhere_is_a_whole_https_address(url):
    block = ProfileBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"network": "LinkedIn", "url": url}))


def test_search_engines_are_told_who_we_are(client):
    change(
        organisation="PeerLearn Foundation",
        profiles=json.dumps(
            [
                {
                    "type": "profile",
                    "value": {"network": "GitHub", "url": "https://github.com/x"},
                    "id": "6" * 36,
                }
            ]
        ),
    )
    html = html_of(client)
    assert "PeerLearn Foundation" in html
    assert '"https://github.com/x"' in html.split("application/ld+json")[1]


def test_every_field_of_the_frame_says_what_it_is_for():
    names = [field for field in SiteFrame._meta.get_fields() if field.name != "id"]
    assert [field.name for field in names if not field.help_text] == []


def test_nobody_but_staff_opens_it(client):
    factories.session()
    answer = client.get("/admin/settings/cms/siteframe/")
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
