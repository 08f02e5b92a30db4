"""The machine room: start, receive, send, log. The only place where things are built."""
