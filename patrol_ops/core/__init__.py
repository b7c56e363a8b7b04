"""The ground: how things are done here. Imported by every app, imports none; no word of patrols."""
