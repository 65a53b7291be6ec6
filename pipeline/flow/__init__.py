"""Which stage runs when: reads and writes the workspace and the state, and hands the stages their frames."""
