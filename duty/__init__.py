"""On the second floor: what teams do on the day, and the logs that say so."""
