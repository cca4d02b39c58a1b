"""What is drawn on the page of the network that writes sound."""
