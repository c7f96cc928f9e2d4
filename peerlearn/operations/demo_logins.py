"""Who one can log in as on a machine with demo content; `load_demo` makes exactly these."""

PASSWORD = "learn-with-peers"  # noqa: S105  (known on purpose: dev tools only)

LOGINS: list[dict[str, str]] = [
    {"email": "learner@peerlearn.test", "role": "Learner", "where": "/learner/dashboard/"},
    {"email": "learner2@peerlearn.test", "role": "Learner", "where": "/learner/dashboard/"},
    {"email": "mentor@peerlearn.test", "role": "Mentor", "where": "/mentor/dashboard/"},
    {"email": "mentor2@peerlearn.test", "role": "Mentor", "where": "/mentor/dashboard/"},
    {"email": "mentor3@peerlearn.test", "role": "Mentor", "where": "/mentor/dashboard/"},
    {"email": "mentor4@peerlearn.test", "role": "Mentor", "where": "/mentor/dashboard/"},
    {"email": "editor@peerlearn.test", "role": "Editor", "where": "/admin/"},
    {"email": "admin@peerlearn.test", "role": "Administrator", "where": "/admin/"},
]
