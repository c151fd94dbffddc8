"""Bills of banks, WeChat Pay and Alipay: read, matched with members, booked by people.

The platform takes no money. Members pay to the organisation's own account; what arrived there is brought in as the
bill that the bank or the payment company gives out.
"""
