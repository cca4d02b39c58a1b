"""The screens: everything here is a function of the run store."""
