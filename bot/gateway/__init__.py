"""The only part the outside reaches: it removes personal data, keeps out forged input and renders replies."""
