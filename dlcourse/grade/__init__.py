"""The instructor's side (extra `grade`): courses, and later their grading.

Imports point one way, down this list: errors, exercise, transfer, mistakes,
release.
"""
