"""The JSON interface of version 1: everything that the public pages show, for programs. It only reads."""
