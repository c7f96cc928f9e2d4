"""Programs that read pages and say what they are."""

WORDS = (
    "bot",
    "crawl",
    "spider",
    "slurp",
    "preview",
    "headless",
    "lighthouse",
    "facebookexternalhit",
    "curl",
    "wget",
    "python",
)


def is_machine(user_agent: str) -> bool:
    """Tell whether a `User-Agent` names a program that reads by itself."""
    agent = user_agent.lower()
    return any(word in agent for word in WORDS)
