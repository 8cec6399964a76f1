"""Custom actions: read the turn, call one pure function, send one localised reply."""
