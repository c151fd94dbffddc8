"""投票与测评: lighter votes than elections, at a distance, each page says 非选举."""
