"""What stands around every page: announcement, menus, footer, and who we are."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page

from ..blocks.links import FooterBody, MenuBody, ProfilesBody
from ..links import check_path


class Tone(models.TextChoices):
    """How an announcement sounds."""

    INFO = "info", _("News")
    GOOD = "success", _("Good news")
    WARNING = "warning", _("Something to know")


@register_setting(icon="desktop", order=100)
class SiteFrame(BaseGenericSetting):
    """One row, read once for a page and kept until it is saved again."""

    notice_text = models.CharField(
        _("announcement"),
        max_length=160,
        blank=True,
        help_text=_("One sentence above every page. Empty: none. A new text is shown to all anew."),
    )
    notice_link = models.CharField(
        _("leads to"),
        max_length=200,
        blank=True,
        validators=[check_path],
        help_text=_("An address of this site, such as /sessions/?price=free. May stay empty."),
    )
    notice_label = models.CharField(
        _("words of the link"),
        max_length=40,
        blank=True,
        help_text=_("What is to be found there: “See free sessions”."),
    )
    notice_tone = models.CharField(
        _("kind"),
        max_length=10,
        choices=Tone,
        default=Tone.INFO,
        help_text=_("Its colour and sign."),
    )
    notice_from = models.DateTimeField(
        _("from"), null=True, blank=True, help_text=_("Empty: at once. In your own time zone.")
    )
    notice_until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: until you take the text away.")
    )
    menu = StreamField(
        MenuBody(),
        blank=True,
        verbose_name=_("links of the header"),
        help_text=_("Up to four. Log in and Get started are always there."),
    )
    footer = StreamField(
        FooterBody(),
        blank=True,
        verbose_name=_("columns of the footer"),
        help_text=_("Up to four columns. Terms and Privacy have to stay somewhere among them."),
    )
    footer_text = models.CharField(
        _("line in the footer"),
        max_length=120,
        blank=True,
        help_text=_("Below the name: what this place is, in one line."),
    )
    organisation = models.CharField(
        _("name of the organisation"),
        max_length=80,
        blank=True,
        help_text=_("As search engines should know it. Empty: the name of the site."),
    )
    contact_email = models.EmailField(
        _("address for contact messages"),
        blank=True,
        help_text=_("Messages of the contact page go there. Visitors do not see it."),
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("For search engines: square, at least 112 pixels. The header keeps the mark."),
    )
    profiles = StreamField(
        ProfilesBody(),
        blank=True,
        verbose_name=_("profiles elsewhere"),
        help_text=_("Linked in the footer."),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("notice_text"),
                    FieldRowPanel([FieldPanel("notice_link"), FieldPanel("notice_label")]),
                    FieldPanel("notice_tone"),
                    FieldRowPanel([FieldPanel("notice_from"), FieldPanel("notice_until")]),
                ],
                heading=_("Announcement"),
            ),
            ObjectList([FieldPanel("menu")], heading=_("Header")),
            ObjectList([FieldPanel("footer_text"), FieldPanel("footer")], heading=_("Footer")),
            ObjectList(
                [
                    FieldPanel("organisation"),
                    FieldPanel("contact_email"),
                    FieldPanel("logo"),
                    FieldPanel("profiles"),
                ],
                heading=_("Who we are"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("header, footer, announcement")

    def clean(self) -> None:
        """Ask for what belongs together."""
        super().clean()
        faults = {}
        if bool(self.notice_link) != bool(self.notice_label):
            field = "notice_label" if self.notice_link else "notice_link"
            faults[field] = _("A link needs both: its address and its words.")
        if self.notice_from and self.notice_until and self.notice_from >= self.notice_until:
            faults["notice_until"] = _("This is before the announcement begins.")
        if not {"terms", "privacy"} <= self.slugs_in_footer():
            faults["footer"] = _("Keep links to Terms and Privacy in the footer.")
        if faults:
            raise ValidationError(faults)

    def slugs_in_footer(self) -> set[str]:
        """Return the last part of every address the footer leads to."""
        links = [link for column in self.footer for link in column.value["links"]]
        keys = {getattr(link["page"], "pk", link["page"]) for link in links if link["page"]}
        slugs = set(Page.objects.live().filter(pk__in=keys).values_list("slug", flat=True))
        return slugs | {link["path"].strip("/") for link in links if link["path"]}
