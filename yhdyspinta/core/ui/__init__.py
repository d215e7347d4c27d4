"""The design system and the manner of every page: layout, marks, helpers, middleware. Owns no facts."""
