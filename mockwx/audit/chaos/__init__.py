"""The chaos matrix: everything that WeChat can do wrong to one api, and what the backend makes of it.

fault_table     the faults of an api: every errcode of its table, and every way in which the wire or a body can break
right_outcomes  what is right in each class of fault, and how bad everything else is
cells           each fault tried with somebody of its own, many at once
"""
