"""What holds for courses, sessions, certificates, said of plain values."""
