"""The panels and closer looks at self-attention: each asks one question about heads that look at their own sequence."""
