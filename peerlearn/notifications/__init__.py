"""Floor 2: telling people things. A Notice row is the fact; socket, mail and push follow it."""
