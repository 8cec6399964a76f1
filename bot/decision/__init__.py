"""How a message asks: which of its clauses are questions, and whether it leans on what was answered before."""
