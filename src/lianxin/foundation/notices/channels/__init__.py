"""The ways out of the house, each behind `base.Channel`."""
