"""What people read and write: bilingual sentences, durations, spans."""
