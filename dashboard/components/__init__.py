"""The drawings no chart library has; their JavaScript is in ``assets/components``."""
