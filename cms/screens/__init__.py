"""What each public page shows: template values from a request, below the page models."""
