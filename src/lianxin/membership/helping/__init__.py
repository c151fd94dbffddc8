"""帮扶: who needs help, who helps, what was done, and whether it helped in the words of the one who was helped (R044)."""
