"""在线访谈与接访日: leaders answer in public at a set hour, and receive people in person (R098, R096, R099, R056)."""
