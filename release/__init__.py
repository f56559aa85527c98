"""What is published: wheel, sdist and a single file, built from a checkout."""
