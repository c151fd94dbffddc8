"""学习心得 (R040): written by members, read by whom the author chose, talked about in words."""
