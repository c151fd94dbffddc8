"""Lianxin 连心桥: one house for 网络党建与党群互动."""

__version__ = "0.1.0"
