"""The mathematics that several labs share."""
