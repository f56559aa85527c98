"""What WeChat does wrong: rules (when → then), and the faults that they do to answers.

Rules decide, faults are values that bend a response; the engine applies them, the server obeys.
"""
