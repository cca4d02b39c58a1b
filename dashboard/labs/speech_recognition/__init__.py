"""What the page of speech recognition is made of: what is listened to, and the closer looks at how it was heard."""
