"""流动党员、失联、出国（境）、保留组织关系: where members are, contact with them, and what is proposed when it breaks off."""
