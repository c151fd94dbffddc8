"""整改台账 and 决策参考: what letters, meetings and checks show to be wrong, until it is mended and seen by another person."""
