"""Answers of WeChat that other people published, each provoked again and compared with the published one."""
