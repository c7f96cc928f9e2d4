"""News of learning, sent inside the transaction that makes it true."""

from django.dispatch import Signal

# session_id. Heard by live: seat counts move on every open page.
seats_changed = Signal()
# session_id, change: published, edited, rescheduled, goes_ahead, started, ended, cancelled.
# Heard by live, recommend, cms.
session_changed = Signal()
# booking_id, learner_id, change: held, confirmed, moved, released, cancelled, settled.
# Heard by live, recommend.
booking_changed = Signal()
# session_id: it has more or fewer materials. Heard by cms.
materials_changed = Signal()
# review_id. Heard by recommend and cms.
review_posted = Signal()
# review_id, change (a ReviewVerb): it reads otherwise, or is shown no more. Heard by cms.
review_changed = Signal()
# mentor_id. Heard by cms: the page follows.
mentor_changed = Signal()
# mentor_id: the account is deleted and nothing tells who it was. Heard by cms: the page is emptied.
mentor_forgotten = Signal()
# mentor_id. Heard by cms: the number on the mentor's page.
followers_changed = Signal()
