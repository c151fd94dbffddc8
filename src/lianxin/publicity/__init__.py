"""宣传: the portal, party affairs in the open, and the channels outward."""
