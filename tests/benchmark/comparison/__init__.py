"""The comparison that tests/benchmark/run makes: one module a system."""
