"""What the assistant knows: YAML that a lawyer can read and edit, and the typed loader for it."""
