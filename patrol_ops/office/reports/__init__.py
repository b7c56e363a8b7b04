"""Answers of the top storey that are not rows: the inbox, the situation, the journal's pages, the rules in force."""
