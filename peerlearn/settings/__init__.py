"""Settings: base holds what every mode shares; dev, test and production stand on it."""
