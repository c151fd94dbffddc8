"""From what people paste or bring along (Word, WPS, WeChat, web pages) to the few kinds of blocks of the portal."""
