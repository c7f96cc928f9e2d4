"""How editors pick sessions and mentors for a carousel."""

from wagtail.admin.viewsets.chooser import ChooserViewSet


class MentorChooserViewSet(ChooserViewSet):
    """Pick a mentor."""

    model = "learning.Mentor"
    icon = "user"
    choose_one_text = "Choose a mentor"
    choose_another_text = "Choose another mentor"


class SessionChooserViewSet(ChooserViewSet):
    """Pick a session."""

    model = "learning.Session"
    icon = "date"
    choose_one_text = "Choose a session"
    choose_another_text = "Choose another session"


mentor_chooser = MentorChooserViewSet("mentor_chooser")
session_chooser = SessionChooserViewSet("session_chooser")
