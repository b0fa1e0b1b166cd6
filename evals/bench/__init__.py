"""How fast is it: our parts against each other and against the usual recipe, in one run on one machine."""
