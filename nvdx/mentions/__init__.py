"""Mentions: spans of a text that mean something, each found without looking at its neighbours."""
