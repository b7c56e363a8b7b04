"""What holds for insurance, said of plain values."""
