"""What the tester wants: YAML → Scenario → World, with errors as file:line:column."""
