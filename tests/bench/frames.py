"""Time from both people in the room to the first frame of the other side."""
