"""逐级汇总: statistics of a subtree sent, signed, to the instance above, and added up there (decision 0021)."""
