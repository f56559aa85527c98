"""Scenario files: YAML, read once into a typed Scenario, of which a world is built and steps are played.

``loader`` goes the whole way: ``reading`` makes one plain value of the text and knows where each part stands;
``language`` says which shapes it may have; ``scenario_parsing``, with one ``…_parsing`` for each kind of thing, makes
it a ``Scenario``, or finds all that is wrong. ``world_build`` makes a world of that, ``world_export`` a scenario of a
world.
"""
