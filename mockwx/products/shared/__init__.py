"""What all products are made of: endpoint, call, refusal, dialect, checks, pages."""
