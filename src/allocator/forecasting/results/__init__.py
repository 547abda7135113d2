"""What the futures say: percentiles, chances, criticality, drivers, promises, failures, cost."""
