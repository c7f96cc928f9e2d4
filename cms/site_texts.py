"""The words a new site starts with; editors change them in the pages afterwards."""

HERO_TEXT = (
    "Book an hour with somebody who does the work. Meet on video, ask what you came to ask, "
    "and leave with the next step."
)

MENTOR_INTRO = "People who do the work and like to explain it. Every one of them was met before."

FEATURES = [
    {
        "icon": "users",
        "title": "1:1 Sessions",
        "text": "One mentor and you, or a group small enough that everybody speaks. You see the "
        "price, the length and the free seats before you sign up.",
    },
    {
        "icon": "messages-square",
        "title": "Real-Time Collaboration",
        "text": "Video, voice and chat in the browser, nothing to install. Both sides say they are "
        "ready, then the class begins on time.",
    },
]

STEPS = [
    {
        "when": "Tonight",
        "title": "Sign Up",
        "text": "Name, e-mail, password. You can look at everything before that.",
    },
    {
        "when": "Tomorrow",
        "title": "Browse",
        "text": "Filter by topic, day and price. Read what other learners wrote. Hold a seat while "
        "you pay.",
    },
    {
        "when": "Next month",
        "title": "Connect",
        "text": "Meet on video, come back to the mentor who suits you, and see how far a few hours "
        "have taken you.",
    },
]

QUESTIONS = [
    {
        "question": "What does a session cost?",
        "answer": "<p>What its page says, in Indian rupees. Nothing is added when you pay. Many "
        "first sessions are free.</p>",
    },
    {
        "question": "What if I can't come?",
        "answer": "<p>Cancel 24 hours before the start and you get everything back, two hours "
        "before it half. If your mentor cancels, you always get everything back.</p>",
    },
    {
        "question": "What do I need?",
        "answer": "<p>A browser with a camera and a microphone. You can try both in the lobby "
        "before the class begins.</p>",
    },
]

ABOUT = """
<p>PeerLearn brings two people together for an hour: somebody who wants to learn, and somebody who
does the work every day and likes to explain it.</p>
<h2>Why live</h2>
<p>A recorded course answers the question its author thought of. A person answers yours. Most of
what stops us is small and particular, and goes away in one good conversation.</p>
<h2>Who teaches</h2>
<p>Mentors apply, and we meet each of them before they can offer a session. Only learners who were
in a session can review it.</p>
<h2>How money works</h2>
<p>The price on the page is the price you pay. We keep it until the session has taken place, and
return it if it has not.</p>
"""

CONTACT = """
<p>We read every message and answer within one working day.</p>
<h2>A session is about to start and something is wrong</h2>
<p>Write the number of the session in the first line. These messages come first.</p>
<h2>Money</h2>
<p>Refunds go back the way they came and take five to seven working days with most banks. If yours
has not arrived by then, write with the number of your booking.</p>
<h2>Teaching</h2>
<p>If you want to teach, <a href="/register/?role=mentor">make a mentor's account</a>: we meet
everybody before their first session.</p>
"""

# What stood there before there was a form; migration 0008 looks for it.
CONTACT_BEFORE_THE_FORM = """
<p>We read every message and answer within one working day.</p>
<h2>A session is about to start and something is wrong</h2>
<p>Write from the page of your booking, with the number of the session in the subject. These come
first.</p>
<h2>Money</h2>
<p>Refunds go back the way they came and take five to seven working days with most banks. If yours
has not arrived by then, write to support@peerlearn.example with the number of your booking.</p>
<h2>Anything else</h2>
<p>hello@peerlearn.example. If you want to teach, write what and how; we answer with the first
steps.</p>
"""

TERMS = """
<p>These are the rules between you and PeerLearn, in the shortest form that is still exact.</p>
<h2>Seats and payment</h2>
<p>A seat is held for 15 minutes while you pay and is yours when the payment has arrived. Prices
include everything. Sessions at no charge are confirmed at once.</p>
<h2>Cancelling</h2>
<ul><li>24 hours or more before the start: everything back.</li>
<li>Between 24 and 2 hours before it: half of it back.</li>
<li>Later than that: nothing back, unless the mentor did not come.</li>
<li>The mentor cancels or does not come: everything back.</li></ul>
<h2>In the room</h2>
<p>Be on time and be kind. Nobody may record a session without asking everybody in it. We close
accounts that are used to harm others.</p>
<h2>Mentors</h2>
<p>What a mentor says is the mentor's own. We check who they are and that they know their subject,
not each sentence.</p>
"""

PRIVACY = """
<p>What we keep of you, what for, and how to have it removed.</p>
<h2>What we keep</h2>
<ul><li>Your name, e-mail address and time zone, to run your account.</li>
<li>Your bookings, payments and reviews, because the law and your mentor need them.</li>
<li>Chat lines, notes and board pictures of a session, for you and the others who were in it; files
handed around in it for {CHAT_FILES_KEEP_DAYS} days, slides for {SLIDES_KEEP_DAYS} days after
it.</li>
<li>The recording of a session for {RECORDING_KEEP_DAYS} days, only if everybody in it agreed. The
people of that session alone can watch it, and whoever is in it can have it deleted before.</li>
<li>When and from which network address you logged in or changed your account, for two years, so
that misuse can be found.</li>
<li>What you write on the contact page, for 180 days.</li></ul>
<h2>What we do not keep</h2>
<p>Video and voice go from browser to browser and, unless everybody agreed to a recording, are not
stored. Card numbers go to the payment provider and never reach us.</p>
<h2>Cookies</h2>
<p>One to keep you logged in, one against forged forms, one for your time zone and one for light or
dark. None of them follows you elsewhere. An announcement you have closed is remembered by your
browser alone.</p>
<h2>Your rights</h2>
<p>Take a copy of everything, or delete your account, on your profile. For anything else
<a href="/contact/">write to us</a>; we answer within thirty days.</p>
"""
