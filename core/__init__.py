"""The science: cells, models, data, traces, training and the run store. Never imports streamlit."""
