"""组织关系转接: the letter of introduction, the receipt, refusals that can be appealed, and other instances (TRF-*, EDU-09)."""
