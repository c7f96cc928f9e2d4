"""What the block picker shows of each block before there is anything in it."""

from django.utils.translation import gettext_lazy as _

FEATURES = {
    "title": _("Two people, one hour"),
    "items": [
        {
            "icon": "users",
            "title": _("1:1 Sessions"),
            "text": _("One mentor and you, or a small group."),
        },
        {
            "icon": "video",
            "title": _("In the browser"),
            "text": _("Video, voice and chat. Nothing to install."),
        },
    ],
}
STEPS = {
    "title": _("How It Works"),
    "steps": [
        {"when": _("Tonight"), "title": _("Sign Up"), "text": _("Name, e-mail, password.")},
        {"when": _("Tomorrow"), "title": _("Browse"), "text": _("Filter by topic, day and price.")},
        {"when": _("Next month"), "title": _("Connect"), "text": _("Meet, and come back.")},
    ],
}
CALL = {
    "title": _("You know something worth an hour"),
    "text": _("Set your own price and your own evenings."),
    "label": _("Become a mentor"),
    "url": "/register/?role=mentor",
}
QUESTIONS = {
    "title": _("Before you ask"),
    "items": [
        {
            "question": _("What does a session cost?"),
            "answer": _("<p>What its page says. Nothing is added when you pay.</p>"),
        },
        {
            "question": _("What do I need?"),
            "answer": _("<p>A browser with a camera and a microphone.</p>"),
        },
    ],
}
QUOTE = {
    "quote": _("One hour answered what three courses had not."),
    "name": _("A learner"),
    "role": _("nurse in Pune"),
    "figure": _("9 hours"),
}
TESTIMONIALS = {
    "title": _("What learners say"),
    "items": [
        {**QUOTE, "figure": "", "rating": 5},
        {
            "quote": _("I asked the question I had been ashamed of."),
            "name": _("Another learner"),
            "role": _("student in Kochi"),
            "figure": "",
            "rating": 4,
        },
    ],
}
TEXT = _(
    "<h2>A heading</h2><p>Plain words, with <b>bold</b> ones, links and lists. Keep paragraphs "
    "short.</p>"
)
