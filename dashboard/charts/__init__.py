"""Pure functions: trace or table in, figure out. No streamlit, no torch."""
