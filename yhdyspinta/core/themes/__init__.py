"""What a region has agreed about its map: its own themes, what a theme needs, opening the map; the themes' background."""
