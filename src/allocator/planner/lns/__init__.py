"""Large neighbourhood search: some activities change at once, all others are fixed."""
