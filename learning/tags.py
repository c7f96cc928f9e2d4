"""What public pages are made of, in the words of common/page_cache.py.

cms/freshness.py says when each of these has changed.
"""

# Which sessions are on offer, when, at what price: any of them.
LISTING = "listing"
# Seats left in any session.
SEATS = "seats"
# Any mentor's name, face, words, rating; whether somebody is a mentor at all.
MENTORS = "mentors"
# What a list of sessions or mentors may show.
ANY = (LISTING, SEATS, MENTORS)


def session(session_id: int) -> str:
    """Return the tag of one session: its state, price, start and seats."""
    return f"session:{session_id}"


def mentor(mentor_id: int) -> str:
    """Return the tag of one mentor: person, page, reviews, sessions to come, seats in them."""
    return f"mentor:{mentor_id}"
