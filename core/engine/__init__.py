"""Where training runs: workers and the process that keeps them."""
