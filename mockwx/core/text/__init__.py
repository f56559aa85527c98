"""What people read and write: bilingual sentences, durations, spans.

Rule of this room: a text for people is in English and in Chinese, and an error says what to write instead.
"""
