"""思想汇报和谈心谈话: what somebody thinks, opened to whom they choose; what two people talked about, kept between them."""
