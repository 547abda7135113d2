"""Forecasts as texts and tables for people and for CI systems."""
