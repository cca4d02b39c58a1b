"""The page of the network that writes sound."""
