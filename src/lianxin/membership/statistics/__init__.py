"""年度统计: the tables of the bulletin from the files of members."""
