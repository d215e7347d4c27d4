"""Parts of the map, a chart or a list on somebody else's page, in a frame: only what is public, whoever looks."""
