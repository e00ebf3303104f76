"""The book in a browser: built, served, and looked at in Chromium."""
