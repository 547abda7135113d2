"""Benchmark instances of the scheduling literature as scenarios."""
