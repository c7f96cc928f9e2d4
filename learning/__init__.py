"""Floor 4: mentors, sessions, bookings, requests, reviews. The domain itself."""
