"""Floor 5: the room. Video, chat, presence; knows nothing of recommendations."""
