"""What happens in futures: addressed draws of ratios, factors, absences and events."""
