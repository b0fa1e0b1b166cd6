"""Does it hold: questions with gold answers, metrics, baselines, and the report."""
