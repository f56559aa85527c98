"""What WeChat remembers, kind by kind and reached by key.

``table`` is what a store gives to the core; ``overlay`` lays work that must leave no trace over it; ``counts`` numbers
things in it.
"""
