"""What people read and write: bilingual sentences, durations, spans, suggestions, and others' texts made harmless.

Rule of this room: a text for people is in English and in Chinese, and an error says what to write instead.
"""
