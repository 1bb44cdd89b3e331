"""Competence centres for social innovation, their consortia and networks, and the matrix of needs and services."""
