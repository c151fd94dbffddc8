"""What people come to do, in a real browser on a real server."""
