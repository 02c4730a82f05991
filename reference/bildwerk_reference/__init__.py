"""Fixtures for Bildwerk's Java tests, written by diffusers and transformers. See ../README.md."""
